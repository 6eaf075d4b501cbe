import { domainError, type DomainError } from '@renderonline/domain';

export function userNotFound(userId: number): DomainError {
  return domainError('user-not-found', `There is no user with the identifier ${userId}.`, { userId });
}

export function duplicateEmail(email: string | undefined): DomainError {
  return domainError('duplicate-email', `Another user has the e-mail ${email ?? ''} already.`);
}

export function unknownSubscription(subscriptionId: number | undefined): DomainError {
  return domainError(
    'subscription-not-found',
    `There is no subscription with the identifier ${subscriptionId ?? ''}. Add it first.`,
  );
}
