package lingdian.intake.batch;

import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.intake.probe.Arrears;
import lingdian.intake.probe.Probes;
import lingdian.law.judge.CafeState;
import lingdian.law.judge.StreamState;
import lingdian.record.evidence.RecordHash;
import lingdian.record.journal.JournalRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers a shard's batches: those that are committed, and those that were given up. Belongs to the shard's event loop.
 */
final class BatchResponder {
    private static final Logger LOG = LoggerFactory.getLogger(BatchResponder.class);

    private final Inboxes inboxes;
    private final CafeQueues queues;
    private final IntakeListener listener;
    private final Probes probes;
    private final Arrears arrears;
    private final Burdens burdens;
    private final RecordHash hash;

    BatchResponder(
            Inboxes inboxes,
            CafeQueues queues,
            IntakeListener listener,
            Probes probes,
            Arrears arrears,
            Burdens burdens,
            RecordHash hash) {
        this.inboxes = inboxes;
        this.queues = queues;
        this.listener = listener;
        this.probes = probes;
        this.arrears = arrears;
        this.burdens = burdens;
        this.hash = hash;
    }

    /** The shard continues after any failure that follows the commit. */
    void answer(Batch batch, BatchCommit.Committed committed, long nanos) {
        try {
            BatchAnswers answers = committed.judged().answers();
            answers.states().forEach(inboxes::committed);
            listener.committed(new CommittedBatch(
                    batch.size(),
                    nanos,
                    answers.eventTypes(),
                    answers.judgements(),
                    answers.loginsReceivedAt(),
                    committed.announced(),
                    committed.position()));
            Set<PlaceCode> waiting = burdens.charge(batch, answers, committed.announced());
            answer(answers);
            waiting.forEach(this::postpone);
        } catch (RuntimeException bug) {
            LOG.error("A committed batch could not be answered; its agents have to send it again", bug);
            giveUp(batch);
        }
    }

    private void answer(BatchAnswers answers) {
        for (ItemReply reply : answers.replies()) {
            switch (reply) {
                case ItemReply.ToHello to -> to.hello().greeting().tryComplete(to.greeting());
                case ItemReply.ToLateConfirmation to -> to.late().taken().tryComplete();
                case ItemReply.Refusal refusal -> refuse(refusal);
                case ItemReply.ToEvents to ->
                    answer(to, Objects.requireNonNull(answers.states().get(to.inbox().placeCode)));
            }
        }
        answers.superseded().forEach(key -> listener.superseded(key.placeCode(), key.stream()));
    }

    private void answer(ItemReply.ToEvents reply, CafeState state) {
        Item.Chunk chunk = reply.chunk();
        StreamState stream = state.stream(chunk.stream());
        int beyond = probes.beyond(state.placeCode(), chunk.receivedAt(), reply.questions())
                + probes.learnt(chunk.receivedAt(), reply.elsewhere());
        chunk.ticket()
                .committed(
                        reply.answers(),
                        arrears.oweAnswers(state.placeCode(), beyond), // though the rest of the message may fail
                        stream == null ? 0 : stream.ackedSeq(),
                        stream == null ? origin(state.placeCode(), chunk.stream()) : stream.chain());
    }

    private String origin(PlaceCode placeCode, UUID stream) {
        return HexFormat.of().formatHex(JournalRecord.origin(hash, placeCode, stream));
    }

    /**
     * The café's later events are given up too, unless its connection was taken over: then they may be the newer one's.
     */
    private void refuse(ItemReply.Refusal refusal) {
        refusal.chunk().fail(refusal.cause());
        if (!(refusal.cause() instanceof TakenOverException) || refusal.inbox().queuedEvents() == 0) {
            giveUp(refusal.inbox(), new SendAgainException("events before these were not recorded"));
        }
    }

    /** The agents of the batch's cafés have to send it again. */
    void giveUp(Batch batch) {
        var why = new SendAgainException("the events could not be recorded");
        batch.works().forEach(work -> {
            work.item().fail(why);
            giveUp(work.inbox(), why);
        });
    }

    /** What waits of the café is sent again, and taken only when the café owes nothing any more. */
    private void postpone(PlaceCode placeCode) {
        Inbox inbox = inboxes.known(placeCode);
        if (inbox != null && inbox.queuedEvents() > 0) {
            giveUp(
                    inbox,
                    new SendAgainException(
                            "the café has to wait: for its daily quota of findings, its guests' many sessions elsewhere,"
                                    + " its many open findings, or a long event that was rejected"));
        }
    }

    /** Waiting items build on the items given up, so they are given up too, and the state is read again. */
    private void giveUp(Inbox inbox, Throwable why) {
        queues.abandon(inbox).forEach(item -> item.fail(why));
        inboxes.forget(inbox);
    }
}
