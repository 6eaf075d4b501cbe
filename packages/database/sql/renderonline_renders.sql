-- RenderOnline, table renders. What tasks render: the uploaded file and its arguments.
-- Import it into an empty database, or into one that has some of the tables already: nothing is dropped.

SET NAMES utf8mb4;
-- The files may come in any order, so a table may come before the one that it refers to.
SET FOREIGN_KEY_CHECKS = 0;

CREATE TABLE IF NOT EXISTS renders (
  render_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  file_name VARCHAR(255) NOT NULL,
  file_path MEDIUMTEXT NOT NULL,
  file_size BIGINT NOT NULL,
  arguments MEDIUMTEXT NOT NULL,
  engine_id BIGINT UNSIGNED NOT NULL,
  argument_template MEDIUMTEXT NULL,
  argument_values MEDIUMTEXT NULL,
  file_sha256 VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  project_id BIGINT UNSIGNED NULL,
  PRIMARY KEY (render_id),
  KEY renders_engine (engine_id),
  KEY renders_project (project_id),
  CONSTRAINT fk_renders_engine FOREIGN KEY (engine_id) REFERENCES engines (engine_id) ON DELETE RESTRICT
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
