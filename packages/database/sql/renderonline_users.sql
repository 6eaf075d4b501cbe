-- RenderOnline, table users. Who may submit tasks. token is what the client sends, as plain text until its first use and as a hash afterwards.
-- Import it into an empty database, or into one that has some of the tables already: nothing is dropped.

SET NAMES utf8mb4;
-- The files may come in any order, so a table may come before the one that it refers to.
SET FOREIGN_KEY_CHECKS = 0;

CREATE TABLE IF NOT EXISTS users (
  user_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  first_name VARCHAR(255) NOT NULL,
  last_name VARCHAR(255) NOT NULL,
  email VARCHAR(255) NOT NULL,
  subscription_id BIGINT UNSIGNED NOT NULL,
  is_active TINYINT NOT NULL,
  token TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  role VARCHAR(16) NOT NULL DEFAULT 'user',
  PRIMARY KEY (user_id),
  UNIQUE KEY users_email (email),
  KEY users_subscription (subscription_id),
  CONSTRAINT fk_users_subscription FOREIGN KEY (subscription_id) REFERENCES subscriptions (subscription_id) ON DELETE RESTRICT
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
