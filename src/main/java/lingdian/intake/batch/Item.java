package lingdian.intake.batch;

import io.vertx.core.Promise;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import lingdian.domain.ConnectionNumber;
import lingdian.domain.event.Hello;
import lingdian.intake.verifier.Confirmations;
import lingdian.law.judge.Confirmation;
import lingdian.law.judge.People.SessionKey;
import org.jspecify.annotations.Nullable;

/** What waits in a café's inbox. */
sealed interface Item {
    /** How many events it holds. */
    int size();

    /** How much of a portion it takes, in events: a heartbeat of thousands of terminals takes more than one. */
    default int weight() {
        return size();
    }

    /** When it was received. */
    Instant receivedAt();

    /** Whether its turn cannot come yet. */
    default boolean waits() {
        return false;
    }

    /** Gives up: the agent has to send again. */
    void fail(Throwable cause);

    /** A hello: greeted when everything before it is committed. */
    record Greet(Hello hello, ConnectionNumber connection, Instant receivedAt, Promise<Intake.Greeting> greeting)
            implements Item {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public void fail(Throwable cause) {
            greeting.tryFail(cause);
        }
    }

    /**
     * A confirmation, or denial, of a session that the outside verifier sent late; {@code taken} once it is committed.
     */
    record LateConfirmation(SessionKey session, Confirmation confirmation, Instant answeredAt, Promise<Void> taken)
            implements Item {
        @Override
        public Instant receivedAt() {
            return answeredAt;
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public void fail(Throwable cause) {
            taken.tryFail(cause);
        }
    }

    /**
     * A part of a message, small enough that no café holds up the others.
     *
     * @param connection that it came over
     * @param keyEnrolledAt when the key was enrolled that the message was authenticated by; the epoch: never
     * @param confirmations of the outside verifier; the chunk waits for them
     * @param weight of its events, added up once: it is asked for whenever a batch is gathered
     */
    record Chunk(
            UUID stream,
            ConnectionNumber connection,
            Instant keyEnrolledAt,
            List<PreparedEvent> events,
            @Nullable Instant sentAt,
            Instant receivedAt,
            Ticket ticket,
            Confirmations confirmations,
            int weight)
            implements Item {
        Chunk(
                UUID stream,
                ConnectionNumber connection,
                Instant keyEnrolledAt,
                List<PreparedEvent> events,
                @Nullable Instant sentAt,
                Instant receivedAt,
                Ticket ticket,
                Confirmations confirmations) {
            this(
                    stream,
                    connection,
                    keyEnrolledAt,
                    events,
                    sentAt,
                    receivedAt,
                    ticket,
                    confirmations,
                    PreparedEvent.weight(events));
        }

        @Override
        public boolean waits() {
            return confirmations.waits();
        }

        @Override
        public int size() {
            return events.size();
        }

        @Override
        public void fail(Throwable cause) {
            ticket.promise.tryFail(cause);
        }
    }

    /** Collects the answers to a message over its chunks; its receipt is due after the last. */
    final class Ticket {
        final Promise<Intake.Receipt> promise;
        final List<Intake.Answer> answers = new ArrayList<>();
        private int chunksLeft;
        private long due;

        /** @param due before when the receipt is not told, whatever the answers are */
        Ticket(Promise<Intake.Receipt> promise, int chunks, long due) {
            this.promise = promise;
            this.chunksLeft = chunks;
            this.due = due;
        }

        /** One more chunk is committed. */
        void committed(List<Intake.Answer> more, long moreDue, long ackedSeq, String chain) {
            answers.addAll(more);
            due = Math.max(due, moreDue);
            if (--chunksLeft == 0) {
                promise.tryComplete(new Intake.Receipt(ackedSeq, chain, List.copyOf(answers), due));
            }
        }
    }
}
