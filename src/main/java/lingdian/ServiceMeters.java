package lingdian;

import java.time.Duration;
import java.util.UUID;
import lingdian.agent.AgentConnections;
import lingdian.agent.AgentMeters;
import lingdian.feed.FeedHub;
import lingdian.intake.CommittedBatch;
import lingdian.intake.IntakeListener;
import lingdian.metrics.Meters;
import lingdian.violation.Change;
import lingdian.violation.Judgement;
import lingdian.violation.Reason;

/** Passes what the parts report on to the meters, the feed and the connections. */
final class ServiceMeters implements IntakeListener, AgentMeters {
    private final Meters meters;
    private final AgentConnections connections;
    private final Runnable feedMoved;

    /** @param feedMoved called after each commit that gave the feed something */
    ServiceMeters(Meters meters, AgentConnections connections, Runnable feedMoved) {
        this.meters = meters;
        this.connections = connections;
        this.feedMoved = feedMoved;
    }

    /** The gauges of the feed. */
    static void watch(Meters meters, FeedHub hub, AgentConnections connections) {
        meters.watchFeedSubscribers(hub::subscribers);
        meters.watchConnections(connections::count);
    }

    @Override
    public void committed(CommittedBatch batch) {
        meters.batchCommitted(batch.size(), Duration.ofNanos(batch.nanos()));
        batch.eventTypes().forEach(type -> meters.eventCommitted(type, 1));
        batch.judgements().forEach(this::answered);
        for (Change change : batch.announced()) {
            meters.violationChanged(
                    change.finding().code().name(),
                    change.finding().standing().wire(),
                    change.kind().name().toLowerCase(java.util.Locale.ROOT));
        }
        if (!batch.announced().isEmpty()) {
            feedMoved.run();
        }
    }

    @Override
    public void commitFailed() {
        meters.batchFailed();
    }

    @Override
    public void superseded(String placeCode, UUID stream) {
        connections.superseded(placeCode, stream);
    }

    @Override
    public void windowFull() {
        meters.windowStalled();
    }

    private void answered(Judgement judgement) {
        switch (judgement.answer()) {
            case null -> {}
            case Judgement.Reject reject -> meters.eventRejected(reject.code());
            case Judgement.Verdict verdict -> {
                if (verdict.allow()) {
                    meters.loginAllowed();
                } else {
                    meters.loginDenied(
                            verdict.reasons().stream().map(Reason::wire).toList());
                }
            }
        }
    }
}
