-- RenderOnline, table queue. Tasks that wait or render have a row here; it goes when they end.
-- Import it into an empty database, or into one that has some of the tables already: nothing is dropped.

SET NAMES utf8mb4;
-- The files may come in any order, so a table may come before the one that it refers to.
SET FOREIGN_KEY_CHECKS = 0;

CREATE TABLE IF NOT EXISTS queue (
  queue_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  task_id BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (queue_id),
  UNIQUE KEY queue_task (task_id),
  CONSTRAINT fk_queue_task FOREIGN KEY (task_id) REFERENCES tasks (task_id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
