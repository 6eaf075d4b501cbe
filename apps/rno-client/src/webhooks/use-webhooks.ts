import type { Api } from '@renderonline/client/browser';
import type { DeliveryList, WebhookView } from '@renderonline/contract';
import { useMutation, useQuery, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useApi } from '../farm/api-provider.tsx';

type WebhookApi = Api['webhooks'];
const key = ['webhooks'];

/** One's own webhooks, or those of the farm. */
export function useWebhooks(scope: WebhookView['scope']) {
  const { webhooks } = useApi();
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => webhooks.list({ signal }),
    select: ({ webhooks: all }) => all.filter((webhook) => webhook.scope === scope),
  });
}

/** A change; lists and logs are read again after it. */
export function useWebhookChange<Input, Answer>(
  change: (webhooks: WebhookApi, input: Input) => Promise<Answer>,
): UseMutationResult<Answer, Error, Input> {
  const { webhooks } = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => change(webhooks, input),
    onSettled: () => queryClient.invalidateQueries({ queryKey: key }),
  });
}

/** What is sent comes within moments, or is tried again much later. */
const lookAgainMs = 1000;
const soonMs = 60_000;

/** What was sent to a webhook. Nothing tells of deliveries, so they are looked at while one is about to be tried. */
export function useDeliveries(webhookId: number, limit: number) {
  const { webhooks } = useApi();
  return useQuery({
    queryKey: [...key, webhookId, 'deliveries', limit],
    queryFn: ({ signal }) => webhooks.deliveries(webhookId, { limit }, { signal }),
    refetchInterval: ({ state }) => (isAnySoon(state.data) ? lookAgainMs : false),
  });
}

function isAnySoon(list: DeliveryList | undefined): boolean {
  return (list?.deliveries ?? []).some(
    ({ state, nextTryAt }) =>
      state === 'pending' && (nextTryAt === null || Date.parse(nextTryAt) < Date.now() + soonMs),
  );
}
