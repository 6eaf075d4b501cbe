-- RenderOnline, table argtypes. What may stand in a template as $RENDERONLINE:<argtype_id>, and which values it may have.
-- Import it into an empty database, or into one that has some of the tables already: nothing is dropped.

SET NAMES utf8mb4;

CREATE TABLE IF NOT EXISTS argtypes (
  argtype_id VARCHAR(255) NOT NULL,
  type VARCHAR(50) NOT NULL,
  regex MEDIUMTEXT NULL,
  PRIMARY KEY (argtype_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
