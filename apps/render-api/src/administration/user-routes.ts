import {
  AddUserRequest,
  ChangeUserRequest,
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
  type Database,
  type User,
} from '@renderonline/database';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { generateToken, hashToken } from '../authentication/token-hash.ts';
import { adminProblems, tags } from '../http/v2-schemas.ts';

const defaultPageSize = 50;

/** Who may use the farm. */
export function userRoutes(app: FastifyInstance, { database }: { readonly database: Database }): void {
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
        body: AddUserRequest,
        response: { 201: UserAdded, ...adminProblems },
      },
    },
    async (request, reply): Promise<UserAdded> => {
      const token = generateToken();
      const user = await addUser(database.db, {
        ...{ firstName: '', lastName: '', isActive: true },
        ...request.body,
        token: await hashToken(token),
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
      return reply.code(204).send();
    },
  );
}

function accountOf(user: User): UserAccount {
  const { userId, firstName, lastName, email, subscriptionId, isActive, role } = user;
  return { userId, firstName, lastName, email, subscriptionId, isActive, role };
}
