package lingdian.simulation.replay;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicLong;
import lingdian.agent.link.AdminClient;
import lingdian.agent.link.AgentConnection;
import lingdian.agent.link.AgentListener;
import lingdian.agent.link.AgentStream;
import lingdian.agent.link.Answer;
import lingdian.agent.link.ApiException;

/**
 * Plays one café's plan: finds or creates the café, connects as its agent, sends all events and waits for their
 * acknowledgement.
 */
public final class ReplayCafe {
    private final AdminClient admin;
    private final AgentConnections connections;
    private final ReplayPlan plan;
    private final ReplayTally tally;

    /** Opens the connection of one café. */
    public interface AgentConnections {
        AgentConnection open(AdminClient.AgentKey key, AgentStream stream, AgentListener listener);
    }

    public ReplayCafe(AdminClient admin, AgentConnections connections, ReplayPlan plan, ReplayTally tally) {
        this.admin = admin;
        this.connections = connections;
        this.plan = plan;
        this.tally = tally;
    }

    /** Completes when every event is acknowledged and every login answered. */
    public Future<Void> play() {
        return key().compose(key -> play(key).eventually(() -> endKey(key)));
    }

    /**
     * Creates a key for the café, which is created first if it does not exist. An administrator may not read cafés, so
     * the request for a key shows whether the café exists.
     */
    private Future<AdminClient.AgentKey> key() {
        return admin.createAgentKey(plan.placeCode().value())
                .recover(failure -> failure instanceof ApiException refused && refused.status() == 404
                        ? admin.putCafe(plan.placeCode().value(), cafe())
                                .compose(done ->
                                        admin.createAgentKey(plan.placeCode().value()))
                        : Future.failedFuture(failure));
    }

    private JsonObject cafe() {
        return new JsonObject()
                .put("name", "网吧 " + plan.placeCode())
                .put(
                        "licence",
                        new JsonObject()
                                .put("number", "replay-" + plan.placeCode())
                                .put("validUntil", "2099-12-31"))
                .put("terminals", plan.terminals());
    }

    private Future<Void> play(AdminClient.AgentKey key) {
        var stream = new AgentStream(plan.stream(), "lingdian-replay/1", plan.terminals());
        AgentConnection connection = connections.open(key, stream, new Counting());
        plan.events().forEach(connection::send); // before the hello, whose lastSeq then covers them all
        Future<Void> drained = connection.drained();
        return connection.connect().compose(welcome -> drained).eventually(connection::close);
    }

    /** Ends the key, since an unused key must not remain valid. A failure to end it does not fail the replay. */
    private Future<Void> endKey(AdminClient.AgentKey key) {
        return admin.endAgentKey(plan.placeCode().value(), key.id()).otherwiseEmpty();
    }

    private final class Counting implements AgentListener {
        private final AtomicLong safe = new AtomicLong(-1);

        @Override
        public void welcomed(JsonObject welcome) {
            long acked = welcome.getLong("ackedSeq");
            if (safe.compareAndSet(-1, acked)) {
                tally.acknowledgedBefore.addAndGet(acked);
            } else {
                acknowledged(acked, "");
            }
        }

        @Override
        public void acknowledged(long seq, String chain) {
            long news = seq - safe.get();
            if (news > 0) {
                safe.set(seq);
                tally.acknowledged.addAndGet(news);
            }
        }

        @Override
        public void judged(Answer.Verdict verdict) {
            tally.judged(verdict);
        }

        @Override
        public void rejected(Answer.Reject reject) {
            tally.rejected(reject);
        }
    }
}
