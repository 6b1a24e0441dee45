package lingdian.node;

import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import lingdian.domain.document.DocumentRules;
import lingdian.intake.batch.DailyQuota;
import lingdian.intake.batch.IntakeNode;
import lingdian.intake.probe.Arrears;
import lingdian.intake.probe.ProbeLimit;
import lingdian.intake.silence.SweepPace;
import lingdian.intake.socket.AgentApi;
import lingdian.intake.socket.AgentConnections;
import lingdian.intake.socket.AgentLimits;
import lingdian.intake.verifier.HttpVerifier;
import lingdian.law.json.RulesFile;
import lingdian.law.judge.Rules;
import lingdian.office.account.LoggedAgentKeys;
import lingdian.platform.settings.Settings;
import lingdian.record.message.MessageStore;
import lingdian.record.release.Releases;

/**
 * The hot path: the rules in force, the intake that judges, the agents' sockets, and the notification of other nodes
 * when an agent connects. It consists of three modules of the node, so that the sockets open after the intake and end
 * before it.
 */
final class IntakeModule {
    private final NodeContext node;
    private final Rules rules;
    private final Releases releases;
    private final OtherNodes otherNodes;
    private final AgentConnections connections;
    private final ConnectedCafes connectedCafes;
    private final IntakeNode intake;
    private final AgentApi agents;

    IntakeModule(
            NodeContext node,
            StorageModule storage,
            RecordStores records,
            AccessModule access,
            FeedModule feed,
            DocumentRules documents) {
        this.node = node;
        rules = node.options.config().read("rules.yaml", RulesFile.class).toRules();
        releases = records.releases;
        otherNodes = new OtherNodes(
                node.vertx, storage.queries, node.database, storage.vault, node.clock(), UUID.randomUUID());
        connections = new AgentConnections(otherNodes::connectedHere);
        connectedCafes = new ConnectedCafes(node.vertx, storage.queries, node.id, connections, node.clock());
        var notices = new QuotaNotices(storage.queries, storage.accessLog);
        Settings.Agents limits = node.settings.agents();
        Settings.Intake sizes = node.settings.intake();
        intake = new IntakeNode(
                node.vertx,
                storage.commits,
                storage.vault,
                documents,
                node.clock(),
                node.options.wall(),
                new IntakeReport(
                        node.meters,
                        connections,
                        node.clock(),
                        notices,
                        feed::moved,
                        records.checkpoints::makeOfManyRecords),
                outside(node.settings.verifier()),
                new ProbeLimit(limits.deniedPersonsPerHour(), new ProbeLogger(storage.accessLog, node.meters)),
                DailyQuota.of(limits.dailyEvents(), limits.dailyMebibytes(), limits.dailyFindings()),
                sizes.shards(),
                sizes.batchMaximumEvents(),
                SweepPace.of(node.options.speed()));
        agents = agents(storage, access);
        node.database.onChange(intake::databaseChanged);
        node.meters.watchConnections(connections::count);
        node.meters.watchQueue(intake::queuedEvents);
        node.meters.watchSessions(intake::openSessions);
    }

    private AgentApi agents(StorageModule storage, AccessModule access) {
        Settings.Agents settings = node.settings.agents();
        return new AgentApi(
                node.vertx,
                intake.intake(),
                new LoggedAgentKeys(
                        access.agentKeys,
                        storage.accessLog,
                        node.clock(),
                        access.signIn::address,
                        () -> node.meters.limitReached("agent-key-refusals")),
                connections,
                new KnownHours(intake)::of,
                new StoredMessages(storage.queries, new MessageStore(storage.vault), node.clock()),
                node.clock(),
                AgentLimits.of(settings.windowEvents(), settings.heartbeatSeconds()),
                node.reports,
                new Random());
    }

    private IntakeNode.Outside outside(Settings.Verifier settings) {
        if (settings.url() == null) {
            return IntakeNode.Outside.NONE;
        }
        var how = new HttpVerifier.Options(
                URI.create(settings.url()),
                System.getenv("LINGDIAN_VERIFIER_TOKEN"),
                Duration.ofMillis(settings.timeoutMillis()),
                settings.maximumQuestions(),
                settings.cachedAnswers(),
                Duration.ofSeconds(settings.cacheSeconds()),
                settings.failures(),
                Duration.ofSeconds(settings.pauseSeconds()));
        var verifier = new HttpVerifier(
                node.vertx,
                how,
                node.clock(),
                answer -> node.meters.personVerified(answer.wire()),
                () -> node.meters.limitReached("questions"));
        return new IntakeNode.Outside(verifier, Duration.ofSeconds(settings.retrySeconds()));
    }

    IntakeNode intake() {
        return intake;
    }

    AgentApi agents() {
        return agents;
    }

    /** How long the batch in hand has been waiting for its commit, in real time. */
    Future<Duration> waiting() {
        return intake.commitsFor();
    }

    NodeModule judging() {
        return new NodeModule() {
            @Override
            public Future<Void> start() {
                return FileRules.take(releases, rules).compose(taken -> intake.start());
            }

            @Override
            public Future<Void> stop() {
                return intake.stop();
            }
        };
    }

    NodeModule otherNodes() {
        return new NodeModule() {
            @Override
            public Future<Void> start() {
                Arrears arrears = intake.intake().arrears();
                otherNodes.start(connections::heldElsewhere, arrears::owedElsewhere, intake::deniedElsewhere);
                arrears.onGrowth(otherNodes::owedHere);
                intake.onDenial(otherNodes::deniedHere);
                return connectedCafes.start();
            }

            @Override
            public Future<Void> stop() {
                return connectedCafes.stop().compose(told -> otherNodes.stop());
            }
        };
    }

    NodeModule sockets() {
        return new NodeModule() {
            @Override
            public Future<Void> start() {
                agents.start();
                return Future.succeededFuture();
            }

            @Override
            public Future<Void> stop() {
                return agents.close();
            }
        };
    }
}
