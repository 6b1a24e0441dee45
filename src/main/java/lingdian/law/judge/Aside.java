package lingdian.law.judge;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import lingdian.domain.ViolationId;
import org.jspecify.annotations.Nullable;

/**
 * An observation about a café that is not one of its events.
 *
 * <p>None of it is in the journal, and all of it can lead to findings: it is kept, so that a replay of the record can
 * find them again. No personal data, and no name that a café gave.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Aside.Greeted.class, name = "hello"),
    @JsonSubTypes.Type(value = Aside.NewPc.class, name = "new-pc"),
    @JsonSubTypes.Type(value = Aside.Received.class, name = "received"),
    @JsonSubTypes.Type(value = Aside.Repeated.class, name = "repeated"),
    @JsonSubTypes.Type(value = Aside.Conflicting.class, name = "conflicting"),
    @JsonSubTypes.Type(value = Aside.Denied.class, name = "denied"),
    @JsonSubTypes.Type(value = Aside.FellSilent.class, name = "silent")
})
public sealed interface Aside {
    /** When it was received, or found. */
    Instant at();

    /**
     * A hello.
     *
     * @param said the agent's clock
     * @param agent name and version of its program, for evidence; null where it gave none, or none that could be such
     */
    record Greeted(
            UUID stream,
            long lastSeq,
            Instant said,
            @Nullable Integer terminals,
            @Nullable String agent,
            Instant at) implements Aside {
        private static final Pattern PROGRAM = Pattern.compile("[\\w ./+-]{1,64}");

        public Greeted {
            agent = agent != null && PROGRAM.matcher(agent).matches() ? agent : null;
        }
    }

    /** A stream began with a key that was made after the café's last event. */
    record NewPc(UUID stream, Instant at) implements Aside {}

    /**
     * A message that was refused: of a superseded stream, over a connection that was overtaken, or behind a gap.
     */
    record Received(Instant at) implements Aside {}

    /** A message that begins with a number that was received before. */
    record Repeated(UUID stream, long seq, Instant at) implements Aside {}

    /**
     * A number that was received before, with other content.
     *
     * @param content tells this other content from further ones
     * @param said its time; null where it was no valid event
     */
    record Conflicting(
            UUID stream,
            long seq,
            String content,
            @Nullable Instant said,
            @Nullable Instant sentAt,
            Instant at) implements Aside {}

    /**
     * An outside verifier's late "no". The session has the name that the café gave it, so only the finding is named.
     */
    record Denied(ViolationId finding, Instant at) implements Aside {}

    /**
     * A silence was found: {@code silent} of the county's {@code heard} cafés fell silent together.
     *
     * @param since when its last event was received
     */
    record FellSilent(Instant since, long silent, long heard, Instant at) implements Aside {}
}
