import type {
  AddArgumentTypeRequest,
  AddEngineRequest,
  AddSubscriptionRequest,
  AddUserRequest,
  ArgumentTypeList,
  ArgumentTypeView,
  ChangeArgumentTypeRequest,
  ChangeEngineRequest,
  ChangeMachineRequest,
  ChangeSubscriptionRequest,
  ChangeUserRequest,
  EnginePresetList,
  EngineSaved,
  EngineSettingsList,
  FarmSettings,
  MachineSettings,
  MachineSettingsList,
  PairingCodeCreated,
  PairingCodeRequest,
  SubscriptionList,
  SubscriptionView,
  UserAdded,
  UserChanged,
  UserList,
  UserListQuery,
} from '@renderonline/contract';
import type { Connection } from '../requests/connection.ts';
import { queryText } from '../requests/query-text.ts';

interface Abortable {
  readonly signal?: AbortSignal | undefined;
}

/** What admins do beyond what every user can. Others are refused with 'admins-only'. */
export interface Administration {
  /** A page of users, by number. */
  users(query?: UserListQuery, options?: Abortable): Promise<UserList>;
  /** Adds a user; the token is in the answer, this one time. */
  addUser(request: AddUserRequest, options?: Abortable): Promise<UserAdded>;
  /** Changes a user; a new token is in the answer, this one time. */
  changeUser(userId: number, request: ChangeUserRequest, options?: Abortable): Promise<UserChanged>;
  /** Removes a user who has no tasks. */
  removeUser(userId: number, options?: Abortable): Promise<void>;
  subscriptions(options?: Abortable): Promise<SubscriptionList>;
  addSubscription(request: AddSubscriptionRequest, options?: Abortable): Promise<SubscriptionView>;
  changeSubscription(
    subscriptionId: number,
    request: ChangeSubscriptionRequest,
    options?: Abortable,
  ): Promise<SubscriptionView>;
  /** Removes a subscription that no user has. */
  removeSubscription(subscriptionId: number, options?: Abortable): Promise<void>;
  /** Engines with their templates and folders. */
  engines(options?: Abortable): Promise<EngineSettingsList>;
  addEngine(request: AddEngineRequest, options?: Abortable): Promise<EngineSaved>;
  changeEngine(engineId: number, request: ChangeEngineRequest, options?: Abortable): Promise<EngineSaved>;
  /** Removes an engine that no task used. */
  removeEngine(engineId: number, options?: Abortable): Promise<void>;
  /** Renderers whose templates come with RenderOnline. */
  enginePresets(options?: Abortable): Promise<EnginePresetList>;
  argumentTypes(options?: Abortable): Promise<ArgumentTypeList>;
  addArgumentType(request: AddArgumentTypeRequest, options?: Abortable): Promise<ArgumentTypeView>;
  changeArgumentType(
    argTypeId: string,
    request: ChangeArgumentTypeRequest,
    options?: Abortable,
  ): Promise<ArgumentTypeView>;
  removeArgumentType(argTypeId: string, options?: Abortable): Promise<void>;
  /** Machines as people have set them. */
  machines(options?: Abortable): Promise<MachineSettingsList>;
  changeMachine(
    machineId: number,
    request: ChangeMachineRequest,
    options?: Abortable,
  ): Promise<MachineSettings>;
  /** Takes a machine its credential, for good; it ends what it renders at once. */
  revokeMachine(machineId: number, options?: Abortable): Promise<MachineSettings>;
  /** Lets a machine out of quarantine. */
  releaseMachine(machineId: number, options?: Abortable): Promise<MachineSettings>;
  /** Removes a machine that renders nothing. */
  removeMachine(machineId: number, options?: Abortable): Promise<void>;
  /** A code with which one new computer joins the farm, once. */
  createPairingCode(request?: PairingCodeRequest, options?: Abortable): Promise<PairingCodeCreated>;
  /** RenderAPI's configuration as it is in force, without secrets. */
  settings(options?: Abortable): Promise<FarmSettings>;
}

/** @throws ApiError (from its functions) when it is refused */
export function createAdministration(connection: Connection): Administration {
  const ask = async <T>(
    method: 'GET' | 'POST' | 'PATCH',
    path: string,
    { signal }: Abortable = {},
    json?: object,
  ): Promise<T> =>
    // The answers' shapes are the contract's.
    (await connection.json(`/renderapi/v2/admin/${path}`, {
      ...{ method, signal },
      ...(json === undefined ? {} : { json }),
    })) as T;
  const make = async <T>(path: string, json: object, { signal }: Abortable = {}): Promise<T> =>
    (await connection.make(`/renderapi/v2/admin/${path}`, { json, signal })) as T;
  const remove = async (path: string, { signal }: Abortable = {}): Promise<void> => {
    const answer = await connection.open(`/renderapi/v2/admin/${path}`, { method: 'DELETE', signal });
    await answer.body?.cancel();
  };
  const argumentType = (argTypeId: string) => `argument-types/${encodeURIComponent(argTypeId)}`;

  return {
    users: (query = {}, options) => ask('GET', `users${queryText(query)}`, options),
    addUser: (request, options) => make('users', request, options),
    changeUser: (userId, request, options) => ask('PATCH', `users/${userId}`, options, request),
    removeUser: (userId, options) => remove(`users/${userId}`, options),
    subscriptions: (options) => ask('GET', 'subscriptions', options),
    addSubscription: (request, options) => make('subscriptions', request, options),
    changeSubscription: (subscriptionId, request, options) =>
      ask('PATCH', `subscriptions/${subscriptionId}`, options, request),
    removeSubscription: (subscriptionId, options) => remove(`subscriptions/${subscriptionId}`, options),
    engines: (options) => ask('GET', 'engines', options),
    addEngine: (request, options) => make('engines', request, options),
    changeEngine: (engineId, request, options) => ask('PATCH', `engines/${engineId}`, options, request),
    removeEngine: (engineId, options) => remove(`engines/${engineId}`, options),
    enginePresets: (options) => ask('GET', 'engine-presets', options),
    argumentTypes: (options) => ask('GET', 'argument-types', options),
    addArgumentType: (request, options) => make('argument-types', request, options),
    changeArgumentType: (argTypeId, request, options) =>
      ask('PATCH', argumentType(argTypeId), options, request),
    removeArgumentType: (argTypeId, options) => remove(argumentType(argTypeId), options),
    machines: (options) => ask('GET', 'machines', options),
    changeMachine: (machineId, request, options) => ask('PATCH', `machines/${machineId}`, options, request),
    revokeMachine: (machineId, options) => ask('POST', `machines/${machineId}/revoke`, options),
    releaseMachine: (machineId, options) => ask('POST', `machines/${machineId}/release`, options),
    removeMachine: (machineId, options) => remove(`machines/${machineId}`, options),
    createPairingCode: (request = {}, options) => make('pairing-codes', request, options),
    settings: (options) => ask('GET', 'settings', options),
  };
}
