package lingdian.node;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.intake.batch.CommittedBatch;
import lingdian.intake.batch.IntakeListener;
import lingdian.intake.socket.AgentConnections;
import lingdian.law.judge.Change;
import lingdian.law.judge.Judgement;
import lingdian.law.judge.Reason;

/** Forwards the intake's reports to the meters, the feed and the agents' connections. */
final class IntakeReport implements IntakeListener {
    private final Meters meters;
    private final AgentConnections connections;
    private final InstantSource clock;
    private final QuotaNotices quotaNotices;
    private final Runnable feedMoved;
    private final Runnable manyEvents;

    /**
     * @param feedMoved called after each commit that added messages to the feed
     * @param manyEvents called when a café sent very many events
     */
    IntakeReport(
            Meters meters,
            AgentConnections connections,
            InstantSource clock,
            QuotaNotices quotaNotices,
            Runnable feedMoved,
            Runnable manyEvents) {
        this.meters = meters;
        this.connections = connections;
        this.clock = clock;
        this.quotaNotices = quotaNotices;
        this.feedMoved = feedMoved;
        this.manyEvents = manyEvents;
    }

    @Override
    public void committed(CommittedBatch batch) {
        meters.batchCommitted(batch.size(), Duration.ofNanos(batch.nanos()));
        var counts = new HashMap<String, Integer>();
        batch.eventTypes().forEach(type -> counts.merge(type, 1, Integer::sum));
        counts.forEach(meters::eventCommitted);
        Instant now = clock.instant();
        batch.loginsReceivedAt().forEach(received -> meters.verdictSent(Duration.between(received, now)));
        batch.judgements().forEach(this::answered);
        found(batch.announced());
    }

    @Override
    public void found(List<Change> announced) {
        for (Change change : announced) {
            meters.violationChanged(
                    change.finding().code().name(),
                    change.finding().standing().wire(),
                    change.kind().name().toLowerCase(Locale.ROOT));
        }
        if (!announced.isEmpty()) {
            feedMoved.run();
        }
    }

    @Override
    public void commitFailed() {
        meters.batchFailed();
    }

    @Override
    public void queueFull() {
        meters.limitReached("queue");
    }

    /** Told once a day and node; the meter counts each message. */
    @Override
    public void quotaExceeded(PlaceCode placeCode, Instant receivedAt, boolean first) {
        meters.limitReached("daily-quota");
        quotaNotices.exceeded(placeCode, receivedAt, first);
    }

    @Override
    public void manyEvents(PlaceCode placeCode) {
        manyEvents.run();
    }

    @Override
    public void superseded(PlaceCode placeCode, UUID stream) {
        connections.superseded(placeCode, stream);
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
