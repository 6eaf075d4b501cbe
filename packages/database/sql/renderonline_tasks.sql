-- RenderOnline, table tasks. One row a submission. Times are UTC.
-- Import it into an empty database, or into one that has some of the tables already: nothing is dropped.

SET NAMES utf8mb4;
-- The files may come in any order, so a table may come before the one that it refers to.
SET FOREIGN_KEY_CHECKS = 0;

CREATE TABLE IF NOT EXISTS tasks (
  task_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  user_id BIGINT UNSIGNED NOT NULL,
  queue_time DATETIME(3) NULL,
  start_time DATETIME(3) NULL,
  end_time DATETIME(3) NULL,
  is_running TINYINT NOT NULL,
  is_success TINYINT NOT NULL,
  render_id BIGINT UNSIGNED NOT NULL,
  machine_id BIGINT UNSIGNED NULL,
  state VARCHAR(16) NOT NULL DEFAULT 'queued',
  priority INT NOT NULL DEFAULT 50,
  failure_reason MEDIUMTEXT NULL,
  failed_attempts INT NOT NULL DEFAULT 0,
  machine_losses INT NOT NULL DEFAULT 0,
  not_before DATETIME(3) NULL,
  revision INT NOT NULL DEFAULT 0,
  frame_order VARCHAR(16) NOT NULL DEFAULT 'ascending',
  required_tags VARCHAR(1000) NOT NULL DEFAULT '',
  required_engine_version VARCHAR(64) NULL,
  needs_gpu TINYINT NOT NULL DEFAULT 0,
  required_memory_mb BIGINT NULL,
  max_machines INT NULL,
  continues_on_failure TINYINT NOT NULL DEFAULT 0,
  allows_scripts TINYINT NOT NULL DEFAULT 0,
  input_task_id BIGINT UNSIGNED NULL,
  input_frames MEDIUMTEXT NULL,
  ended_with_task_id BIGINT UNSIGNED NULL,
  PRIMARY KEY (task_id),
  KEY tasks_user (user_id),
  KEY tasks_render (render_id),
  KEY tasks_machine (machine_id),
  KEY tasks_input (input_task_id),
  KEY tasks_ended (end_time),
  KEY tasks_started (start_time),
  CONSTRAINT fk_tasks_user FOREIGN KEY (user_id) REFERENCES users (user_id) ON DELETE RESTRICT,
  CONSTRAINT fk_tasks_render FOREIGN KEY (render_id) REFERENCES renders (render_id) ON DELETE RESTRICT,
  CONSTRAINT fk_tasks_machine FOREIGN KEY (machine_id) REFERENCES machines (machine_id) ON DELETE SET NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
