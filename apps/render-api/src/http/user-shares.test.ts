import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDomainError } from '@renderonline/domain';
import { createUserShares } from './user-shares.ts';

test('leaves something for others, and gives back what has ended, once', () => {
  const shares = createUserShares({ most: 10, mostOfUser: 4, what: 'things' });
  const refuses = (userId: number, amount?: number) => {
    assert.throws(
      () => shares.begin(userId, amount),
      (error) => isDomainError(error, 'too-busy'),
    );
  };
  const large = shares.begin(1, 4);
  refuses(1);
  const second = shares.begin(2, 4);
  refuses(3, 3);
  shares.begin(3, 2);
  refuses(4);
  large();
  large();
  const again = shares.begin(1);
  refuses(4, 4);
  again();
  second();
  shares.begin(4, 4);
  refuses(5, 5);
});

test('lets one thing through that is larger than anybody may have', () => {
  const shares = createUserShares({ most: 10, mostOfUser: 4, what: 'things' });
  const end = shares.begin(1, 100);
  assert.throws(
    () => shares.begin(2),
    (error) => isDomainError(error, 'too-busy'),
  );
  end();
  shares.begin(2);
});
