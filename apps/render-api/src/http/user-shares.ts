import { domainError } from '@renderonline/domain';

/** Bounds what is under way at a time, all together and of each user, so that no user takes what the others need. */
export interface UserShares {
  /**
   * Begins something.
   *
   * @param amount how much of the whole it takes; 1 unless given
   * @returns how to end it; harmless more than once
   * @throws DomainError 'too-busy'
   */
  begin(userId: number, amount?: number): () => void;
}

export interface UserSharesOptions {
  /** Of all users. */
  readonly most: number;
  readonly mostOfUser: number;
  /** What it is, for the message: 'searches of logs'. */
  readonly what: string;
}

/** One who takes nothing else may take one thing of any size. */
export function createUserShares({ most, mostOfUser, what }: UserSharesOptions): UserShares {
  const ofUsers = new Map<number, number>();
  let taken = 0;
  return {
    begin(userId, amount = 1) {
      const ofUser = ofUsers.get(userId) ?? 0;
      if (ofUser > 0 && ofUser + amount > mostOfUser) {
        throw domainError('too-busy', `You have too many ${what} under way. Try again when they have ended.`);
      }
      if (taken > 0 && taken + amount > most) {
        throw domainError('too-busy', `Too many ${what} are under way. Try again in a moment.`);
      }
      taken += amount;
      ofUsers.set(userId, ofUser + amount);
      let isUnderWay = true;
      return () => {
        if (!isUnderWay) return;
        isUnderWay = false;
        taken -= amount;
        const left = (ofUsers.get(userId) ?? 0) - amount;
        if (left > 0) ofUsers.set(userId, left);
        else ofUsers.delete(userId);
      };
    },
  };
}
