package lingdian.intake.batch;

import io.vertx.core.Promise;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import lingdian.domain.event.Hello;
import lingdian.law.judge.Confirmation;
import lingdian.law.judge.People.SessionKey;
import org.jspecify.annotations.Nullable;

/** What waits in a café's inbox. */
sealed interface Item {
    /** How many events it holds. */
    int size();

    /** When it was received. */
    Instant receivedAt();

    /** Whether its turn cannot come yet. */
    default boolean waits() {
        return false;
    }

    /** Gives up: the agent has to send again. */
    void fail(Throwable cause);

    /** A hello: greeted when everything before it is committed. */
    record Greet(Hello hello, long connection, Instant receivedAt, Promise<Intake.Greeting> greeting) implements Item {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public void fail(Throwable cause) {
            greeting.tryFail(cause);
        }
    }

    /** What an outside verifier says late of a session; {@code taken} once it is committed. */
    record Late(SessionKey session, Confirmation answer, Instant answeredAt, Promise<Void> taken) implements Item {
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
     * @param connection the order of the connection that it came over; 0 where it was posted
     * @param answers of the outside verifier; the chunk waits for them
     */
    record Chunk(
            UUID stream,
            long connection,
            List<Prepared> events,
            @Nullable Instant sentAt,
            Instant receivedAt,
            Ticket ticket,
            Answers answers)
            implements Item {
        @Override
        public boolean waits() {
            return answers.waits();
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
        private int beyond;

        Ticket(Promise<Intake.Receipt> promise, int chunks) {
            this.promise = promise;
            this.chunksLeft = chunks;
        }

        /** One more chunk is committed. */
        void committed(List<Intake.Answer> more, int moreBeyond, long ackedSeq, String chain) {
            answers.addAll(more);
            beyond += moreBeyond;
            if (--chunksLeft == 0) {
                promise.tryComplete(new Intake.Receipt(ackedSeq, chain, List.copyOf(answers), beyond));
            }
        }
    }
}
