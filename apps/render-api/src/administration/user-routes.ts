import {
  AddUserRequest,
  ChangeUserRequest,
  IdempotencyHeaders,
  UserAdded,
  UserChanged,
  UserList,
  UserListQuery,
  UserPath,
  type UserAccount,
  type UserListQuery as ListQuery,
  type UserPath as Path,
} from '@renderonline/contract';
import {
  addUser,
  keepingAnAdmin,
  listUsers,
  removeUser,
  updateUser,
  type User,
} from '@renderonline/database';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { StreamGuard } from '../authentication/stream-guard.ts';
import { generateToken, hashToken } from '../authentication/token-hash.ts';
import { adminProblems, keyProblems, tags } from '../http/v2-schemas.ts';
import { isReplay } from '../idempotency/make-once.ts';
import { makeOnceInDatabase } from '../idempotency/make-once-in-database.ts';
import type { KeyDependencies } from '../idempotency/request-key.ts';

const defaultPageSize = 50;

export interface UserRoutesDependencies extends KeyDependencies {
  readonly guard: Pick<StreamGuard, 'look'>;
}

/** Who may use the farm. */
export function userRoutes(app: FastifyInstance, dependencies: UserRoutesDependencies): void {
  const { database, guard } = dependencies;
  app.get<{ Querystring: ListQuery }>(
    '/users',
    {
      schema: {
        operationId: 'listUsers',
        tags,
        summary: 'Users by number, in pages',
        querystring: UserListQuery,
        response: { 200: UserList, ...adminProblems },
      },
    },
    async (request): Promise<UserList> => {
      const { limit = defaultPageSize, after = 0 } = request.query;
      const page = await listUsers(database.db, { limit: limit + 1, afterUserId: after });
      const shown = page.slice(0, limit);
      const nextAfter = page.length > limit ? (shown.at(-1)?.userId ?? null) : null;
      return { users: shown.map(accountOf), nextAfter };
    },
  );

  app.post<{ Body: AddUserRequest }>(
    '/users',
    {
      schema: {
        operationId: 'addUser',
        tags,
        summary: 'Adds a user, and shows the token, this one time',
        headers: IdempotencyHeaders,
        body: AddUserRequest,
        response: { 201: UserAdded, ...adminProblems, ...keyProblems },
      },
    },
    async (request, reply): Promise<UserAdded> => {
      const token = generateToken();
      const tokenHash = await hashToken(token);
      const { userId } = await makeOnceInDatabase(dependencies, request, reply, async (trx) => {
        const names = { firstName: '', lastName: '', isActive: true };
        const added = await addUser(trx, { ...names, ...request.body, token: tokenHash });
        return { userId: added.userId };
      });
      // Nobody knows the token of before any more, if its answer did not arrive: it gives way to this one.
      const user = await updateUser(database.db, {
        userId,
        ...(isReplay(reply) ? { token: tokenHash } : {}),
      });
      reply.code(201);
      return { ...accountOf(user), token };
    },
  );

  app.patch<{ Params: Path; Body: ChangeUserRequest }>(
    '/users/:userId',
    {
      schema: {
        operationId: 'changeUser',
        tags,
        summary: 'Changes a user; a new token is shown this one time',
        params: UserPath,
        body: ChangeUserRequest,
        response: { 200: UserChanged, ...adminProblems },
      },
    },
    async (request): Promise<UserChanged> => {
      const { newToken, ...fields } = request.body;
      const token = newToken === true ? generateToken() : null;
      const changes = { ...fields, ...(token === null ? {} : { token: await hashToken(token) }) };
      const { userId } = request.params;
      const user = await keepingAnAdmin(database, (trx) => updateUser(trx, { ...changes, userId }));
      await guard.look();
      return { ...accountOf(user), token };
    },
  );

  app.delete<{ Params: Path }>(
    '/users/:userId',
    {
      schema: {
        operationId: 'removeUser',
        tags,
        summary: 'Removes a user who has no tasks; `isActive: false` locks one out',
        params: UserPath,
        response: { 204: Type.Null(), ...adminProblems },
      },
    },
    async (request, reply) => {
      const { userId } = request.params;
      await keepingAnAdmin(database, (trx) => removeUser(trx, { userId }));
      await guard.look();
      return reply.code(204).send();
    },
  );
}

function accountOf(user: User): UserAccount {
  const { userId, firstName, lastName, email, subscriptionId, isActive, role } = user;
  return { userId, firstName, lastName, email, subscriptionId, isActive, role };
}
