package lingdian.agent.spool;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BiFunction;
import lingdian.agent.link.AgentLink;
import lingdian.agent.link.AgentListener;
import lingdian.agent.link.AgentStoppedException;
import lingdian.agent.link.Answer;
import lingdian.agent.link.OutgoingEvents;
import lingdian.domain.event.MessageReceipt;
import org.jspecify.annotations.Nullable;

/**
 * One stream's connection to the service, from the start of the stream or the program until either ends. It stores the
 * answers and reports when the stream cannot continue. Belongs to the agent's context.
 */
final class Uplink {
    private static final int NOT_UNDERSTOOD = 4400;
    private static final int NOT_UTF8 = 1007;
    private static final int TOO_LONG = 1009;
    private static final int SUPERSEDED = 4410;

    private final BackgroundSpoolReader reading;
    private final SpoolFeed feed;
    private final AgentLink link;
    private final Owner owner;
    private final UplinkStatus status;
    private final AgentListener listener;
    private boolean closed;

    /** The agent's reactions. */
    interface Owner {
        /** The clock that dates the service's answers. */
        Instant now();

        /** An answer to be stored on disk. */
        void heard(AnswerEntry entry);

        void welcomed(JsonObject welcome);

        void noticed(JsonObject notice);

        /** This stream cannot continue: the records or the service contradict it. */
        void broken(String reason);

        /** Another installation's stream has superseded it. */
        void superseded();
    }

    /** Opens a link for a listener and its events. */
    interface Links extends BiFunction<AgentListener, OutgoingEvents, AgentLink> {}

    Uplink(
            BackgroundSpoolReader reading,
            long lastSeq,
            long ackedSeq,
            Links links,
            Owner owner,
            UplinkStatus status,
            AgentListener listener,
            InstantSource clock) {
        this.reading = reading;
        this.owner = owner;
        this.status = status;
        this.listener = listener;
        this.feed = new SpoolFeed(reading, clock, lastSeq, ackedSeq, this::wake);
        this.link = links.apply(new Hearing(), feed);
    }

    SpoolFeed feed() {
        return feed;
    }

    /** Connects, and stays connected until it is closed. */
    void begin() {
        link.connect().onFailure(failure -> {}); // reported to the listener
    }

    /** Says how far a message came. */
    void receipt(MessageReceipt receipt) {
        link.receipt(receipt);
    }

    /** Completes when the socket is closed; callers that wait for an answer fail. */
    Future<Void> close() {
        closed = true;
        reading.close();
        return link.close();
    }

    private void wake() {
        link.wake();
    }

    private final class Hearing implements AgentListener {
        @Override
        public void welcomed(JsonObject welcome) {
            status.connected();
            status.acknowledged(feed.ackedSeq(), false);
            owner.welcomed(welcome);
            owner.heard(AnswerEntry.safe(feed.ackedSeq(), "", owner.now()));
            listener.welcomed(welcome);
        }

        @Override
        public void acknowledged(long seq, String chain) {
            status.acknowledged(feed.ackedSeq(), true);
            owner.heard(AnswerEntry.safe(seq, chain, owner.now()));
            listener.acknowledged(seq, chain);
        }

        @Override
        public void judged(Answer.Verdict verdict) {
            owner.heard(AnswerEntry.of(verdict, owner.now()));
            listener.judged(verdict);
        }

        @Override
        public void rejected(Answer.Reject reject) {
            owner.heard(AnswerEntry.of(reject, owner.now()));
            listener.rejected(reject);
        }

        @Override
        public void noticed(JsonObject notice) {
            owner.noticed(notice);
            listener.noticed(notice);
        }

        @Override
        public void disconnected(String reason, long delayMillis) {
            status.disconnected(null);
            listener.disconnected(reason, delayMillis);
        }

        @Override
        public void refused(AgentStoppedException reason, long delayMillis) {
            status.disconnected(reason.getMessage());
            listener.refused(reason, delayMillis);
            switch (reason.code()) {
                case NOT_UNDERSTOOD, NOT_UTF8, TOO_LONG -> feed.sendLess();
                case SUPERSEDED -> owner.superseded();
                default -> {} // retried unchanged
            }
        }

        /** The link gives up only if the stream contradicts the service's state. */
        @Override
        public void stopped(AgentStoppedException reason) {
            if (!closed) {
                status.disconnected(reason.getMessage());
                owner.broken(text(reason.getMessage()));
            }
        }
    }

    private static String text(@Nullable String message) {
        return message == null ? "the stream cannot continue" : message;
    }
}
