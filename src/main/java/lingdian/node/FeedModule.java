package lingdian.node;

import io.vertx.core.Future;
import java.util.Arrays;
import java.util.stream.Collectors;
import lingdian.access.account.Access;
import lingdian.feed.log.FeedEndpoint;
import lingdian.feed.log.FeedHub;
import lingdian.feed.log.FeedIdentity;
import lingdian.feed.log.FeedSettings;
import lingdian.law.judge.Code;
import lingdian.office.account.ReaderRights;
import lingdian.platform.database.ChannelBell;

/**
 * The regulators' feed. It consists of two modules of the node: one follows the database before the servers listen, the
 * other disconnects the readers before the servers close.
 */
final class FeedModule {
    private final ChannelBell otherNodes;
    private final FeedHub hub;
    final FeedEndpoint endpoint;

    FeedModule(NodeContext node, StorageModule storage, RecordStores records, AccessModule access) {
        String channel = storage.vault.channel("feed");
        // Not over the connections of the commits: every role of the database can make a notification wait.
        otherNodes = new ChannelBell(storage.queries, channel);
        hub = new FeedHub(
                node.vertx,
                storage.queries,
                node.database,
                channel,
                records.persons.through(storage.queries),
                new ReaderRights(access.accounts, access.signIn.sessions()),
                node.reports,
                FeedSettings.defaults()
                        .withMaxSubscribers(
                                node.settings.feed().maximumReaders(),
                                node.settings.feed().maximumReadersPerAccount()));
        endpoint = new FeedEndpoint(
                node.vertx,
                hub,
                Arrays.stream(Code.values()).map(Code::name).collect(Collectors.toSet()),
                routing -> new FeedIdentity(Access.right(routing), routing.get(Access.ACCOUNT_ID)));
        node.meters.watchFeedPosition(hub::position);
        node.meters.watchFeedSubscribers(hub::subscribers);
    }

    /** Tells all nodes that the feed has new messages. */
    void moved() {
        hub.wake();
        otherNodes.ring();
    }

    NodeModule following() {
        return new NodeModule() {
            @Override
            public Future<Void> start() {
                return hub.start();
            }
        };
    }

    NodeModule readers() {
        return new NodeModule() {
            @Override
            public Future<Void> stop() {
                return hub.stop();
            }
        };
    }
}
