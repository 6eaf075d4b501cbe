-- RenderOnline, table subscriptions. How many tasks a user may have in the queue at once; weight is the share of the farm; keep_... limit what is kept (NULL: the farm's limits alone).
-- Import it into an empty database, or into one that has some of the tables already: nothing is dropped.

SET NAMES utf8mb4;

CREATE TABLE IF NOT EXISTS subscriptions (
  subscription_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  name VARCHAR(255) NOT NULL,
  queue_limit INT UNSIGNED NOT NULL,
  weight DOUBLE NOT NULL DEFAULT 1,
  keep_tasks_days INT NULL,
  keep_tasks_bytes BIGINT NULL,
  keep_logs_days INT NULL,
  keep_logs_bytes BIGINT NULL,
  keep_projects_days INT NULL,
  keep_projects_bytes BIGINT NULL,
  PRIMARY KEY (subscription_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
