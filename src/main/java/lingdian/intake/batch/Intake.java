package lingdian.intake.batch;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import lingdian.domain.ConnectionNumber;
import lingdian.domain.PlaceCode;
import lingdian.domain.event.Hello;
import lingdian.domain.event.ReceivedEvent;
import lingdian.intake.probe.Arrears;
import lingdian.law.hours.Interval;
import org.jspecify.annotations.Nullable;

/**
 * Takes what agents send, in order within a café, and answers after the commit.
 *
 * <p>The endpoints know nothing of batches: they offer whole messages and get a receipt for each. All futures complete
 * on the caller's context.
 */
public interface Intake {
    /**
     * Greets a stream. Completes when everything that the café sent before is committed.
     *
     * @param connection that it came over
     */
    Future<Greeting> hello(PlaceCode placeCode, Hello hello, ConnectionNumber connection, Instant receivedAt);

    /**
     * A message began to arrive that takes a while to be read, so that a café that is sending is not taken for silent.
     *
     * @return to be run when the message was offered or abandoned; repeated runs are harmless
     */
    default Runnable arriving(Instant receivedAt) {
        return () -> {};
    }

    /**
     * Offers one message. Completes as soon as its place in the stream is decided; the receipt follows after the
     * commit. The message is taken whole or not at all.
     */
    Future<Offer> offer(PlaceCode placeCode, Message message);

    /**
     * Counts a message that was read and will not be offered towards the daily quota: one that is not JSON, a receipt.
     *
     * @param characters its length; that in bytes will do
     */
    default void notTaken(PlaceCode placeCode, long characters, Instant receivedAt) {}

    /**
     * One message of an agent.
     *
     * @param connection that it came over; {@link ConnectionNumber#NONE} where it was posted
     * @param keyEnrolledAt when the key was enrolled that it was authenticated by; the epoch: never
     * @param events in the order sent, at most 10,000
     * @param sentAt the agent's clock when it sent the message, if it said so
     * @param receivedAt the server's clock when the message was received
     */
    record Message(
            UUID stream,
            ConnectionNumber connection,
            Instant keyEnrolledAt,
            List<ReceivedEvent> events,
            @Nullable Instant sentAt,
            Instant receivedAt) {}

    /** Whether this node judges: not while its clock is wrong. What is offered meanwhile has to be sent again. */
    boolean judges();

    /** The pauses that cafés owe, within which nothing is told to them. */
    Arrears arrears();

    /** The answer to a hello. */
    sealed interface Greeting {
        /**
         * @param ackedSeq the last number of the stream that is safe, 0 for a new stream
         * @param hours the permitted intervals of the next 48 h from the hello, clipped to them
         */
        record Welcomed(long ackedSeq, List<Interval> hours) implements Greeting {}

        /** A newer stream has superseded this one: close with 4410. */
        record Superseded() implements Greeting {}

        /** A connection that was opened later was welcomed before, perhaps by another node: close with 4408. */
        record Overtaken() implements Greeting {}
    }

    /** The result of offering a message. */
    sealed interface Offer {
        /**
         * Taken. {@code committed} fails only where the café's records must be sent again (close with 1001, HTTP 503),
         * or with {@link StreamSupersededException} (4410, 410) or {@link TakenOverException} (4408).
         */
        record Accepted(Future<Receipt> committed) implements Offer {}

        /** A number is not the next one: close with 4409 "expected N", HTTP 409. Nothing was taken. */
        record Gap(long expectedSeq) implements Offer {}

        /** A newer stream has superseded this one: close with 4410, HTTP 410. Nothing was taken. */
        record Superseded() implements Offer {}
    }

    /**
     * What is safe after the commit.
     *
     * @param ackedSeq the last number of the stream that is safe
     * @param chain the chain hash at {@code ackedSeq}, lower-case hex
     * @param answers the verdicts and rejects of the message's events, in order of number, repeated ones included
     * @param due the moment before which it must not be told, by the clock of {@link #arrears}
     */
    record Receipt(long ackedSeq, String chain, List<Answer> answers, long due) {}

    /**
     * A verdict or reject, as the JSON text that is sent: the same bytes whenever it is asked for.
     *
     * @param verdict true for a verdict, false for a reject
     */
    record Answer(long seq, boolean verdict, String json) {}
}
