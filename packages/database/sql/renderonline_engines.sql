-- RenderOnline, table engines. Renderers: name is the EngineId of HPCServer.json, render_argument the template of the command line.
-- Import it into an empty database, or into one that has some of the tables already: nothing is dropped.

SET NAMES utf8mb4;

CREATE TABLE IF NOT EXISTS engines (
  engine_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  name VARCHAR(255) NOT NULL,
  extension VARCHAR(50) NOT NULL,
  download_path MEDIUMTEXT NOT NULL,
  render_argument MEDIUMTEXT NOT NULL,
  adapter VARCHAR(16) NOT NULL DEFAULT 'command',
  PRIMARY KEY (engine_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
