import { json } from '../../server.ts';
import { type Call, type Route, route } from '../routes.ts';
import type { Draft } from './messages.ts';
import type { PubSub } from './pubsub.ts';
import { readSubscription, type SubscriptionResource } from './subscription.ts';

const TOPIC = '/v1/projects/{project}/topics/{topic}';
const SUBSCRIPTION = '/v1/projects/{project}/subscriptions/{subscription}';

const topicOf = (call: Call) => `projects/${call.part('project')}/topics/${call.part('topic')}`;
const subscriptionOf = (call: Call) =>
  `projects/${call.part('project')}/subscriptions/${call.part('subscription')}`;

export function pubsubRoutes(pubsub: PubSub): readonly Route[] {
  return [...topicRoutes(pubsub), ...subscriptionRoutes(pubsub)];
}

function topicRoutes(pubsub: PubSub): readonly Route[] {
  return [
    route('pubsub.topics.publish', `POST ${TOPIC}:publish`, (call) => {
      const { messages = [] } = call.content<{ messages?: readonly Draft[] }>();
      return json(200, { messageIds: pubsub.publish(topicOf(call), messages) });
    }),
    route('pubsub.topics.create', `PUT ${TOPIC}`, (call) => {
      pubsub.createTopic(topicOf(call));
      return json(200, { name: topicOf(call) });
    }),
    route('pubsub.topics.get', `GET ${TOPIC}`, (call) => {
      pubsub.published(topicOf(call));
      return json(200, { name: topicOf(call) });
    }),
  ];
}

function subscriptionRoutes(pubsub: PubSub): readonly Route[] {
  return [
    route('pubsub.subscriptions.pull', `POST ${SUBSCRIPTION}:pull`, (call) => {
      const { maxMessages = 1 } = call.content<{ maxMessages?: number }>();
      const messages = pubsub.pull(subscriptionOf(call)).pull(maxMessages);
      const receivedMessages = messages.map((message) => ({ ackId: message.messageId, message }));
      return json(200, messages.length > 0 ? { receivedMessages } : {});
    }),
    route('pubsub.subscriptions.acknowledge', `POST ${SUBSCRIPTION}:acknowledge`, (call) => {
      const { ackIds = [] } = call.content<{ ackIds?: readonly string[] }>();
      for (const id of ackIds) pubsub.pull(subscriptionOf(call)).acknowledge(id);
      return json(200, {});
    }),
    route('pubsub.subscriptions.create', `PUT ${SUBSCRIPTION}`, (call) => {
      const resource = call.content<SubscriptionResource>();
      pubsub.createSubscription(subscriptionOf(call), readSubscription(resource));
      return json(200, { ...resource, name: subscriptionOf(call), state: 'ACTIVE' });
    }),
    route('pubsub.subscriptions.get', `GET ${SUBSCRIPTION}`, (call) => {
      const { topic, pushEndpoint } = pubsub.options(subscriptionOf(call));
      const pushConfig = pushEndpoint === undefined ? {} : { pushEndpoint };
      return json(200, { name: subscriptionOf(call), topic, pushConfig, state: 'ACTIVE' });
    }),
    route('pubsub.subscriptions.delete', `DELETE ${SUBSCRIPTION}`, (call) => {
      pubsub.deleteSubscription(subscriptionOf(call));
      return json(200, {});
    }),
  ];
}
