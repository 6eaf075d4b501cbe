-- RenderOnline, table machines. Computers that run HPCServer.
-- Import it into an empty database, or into one that has some of the tables already: nothing is dropped.

SET NAMES utf8mb4;

CREATE TABLE IF NOT EXISTS machines (
  machine_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  ip_address VARCHAR(255) NOT NULL,
  port INT UNSIGNED NOT NULL,
  name VARCHAR(255) NOT NULL DEFAULT '',
  is_enabled TINYINT NOT NULL DEFAULT 1,
  transport VARCHAR(8) NOT NULL DEFAULT 'hpc',
  fingerprint MEDIUMTEXT NULL,
  tags VARCHAR(1000) NOT NULL DEFAULT '',
  is_drained TINYINT NOT NULL DEFAULT 0,
  schedule VARCHAR(1000) NULL,
  yields_to_user TINYINT NOT NULL DEFAULT 0,
  slots INT NOT NULL DEFAULT 1,
  quarantine_reason MEDIUMTEXT NULL,
  last_seen_at DATETIME(3) NULL,
  created_at DATETIME(3) NULL,
  PRIMARY KEY (machine_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
