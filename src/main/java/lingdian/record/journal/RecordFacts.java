package lingdian.record.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import lingdian.domain.event.AgentEvent;
import lingdian.law.judge.Judgement;
import lingdian.law.judge.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a record that figures are counted by, stored in columns of one byte, so that no query parses the
 * record's text for them.
 *
 * <p>The hash chain covers the text and not these columns. {@code verify} therefore reads the facts from the text and
 * compares.
 *
 * @param type the event's type, as a letter
 * @param answer the agent's answer, as a letter; null if there was none
 * @param underAge whether the verdict says that the person is under age; null if there is no verdict
 * @param admitted whether the café admitted the person, according to its login; null for other events
 */
public record RecordFacts(
        String type,
        @Nullable String answer,
        @Nullable Boolean underAge,
        @Nullable Boolean admitted) {
    private static final String PATROL = "p";
    private static final String INVALID = "x";

    private static final String ALLOWED = "a";
    private static final String DENIED = "d";
    private static final String REJECTED = "r";

    /** The letters of the words in the text. */
    private static final Map<String, String> TYPES = Map.of(
            "login",
            "i",
            "logout",
            "o",
            "heartbeat",
            "h",
            "opened",
            "b",
            "closed",
            "e",
            "patrol",
            PATROL,
            "invalid",
            INVALID);

    private static final JsonFactory JSON = new JsonFactory();

    public static RecordFacts of(AgentEvent event, Judgement.@Nullable Answer answer) {
        String type = type(event);
        Boolean admitted = event instanceof AgentEvent.Login login ? login.admitted() : null;
        return switch (answer) {
            case null -> new RecordFacts(type, null, null, admitted);
            case Judgement.Reject ignored -> new RecordFacts(type, REJECTED, null, admitted);
            case Judgement.Verdict verdict ->
                new RecordFacts(
                        type,
                        verdict.allow() ? ALLOWED : DENIED,
                        verdict.reasons().contains(Reason.UNDER_AGE),
                        admitted);
        };
    }

    private static String type(AgentEvent event) {
        return switch (event) {
            case AgentEvent.Login ignored -> "i";
            case AgentEvent.Logout ignored -> "o";
            case AgentEvent.Heartbeat ignored -> "h";
            case AgentEvent.Opened ignored -> "b";
            case AgentEvent.Closed ignored -> "e";
            case AgentEvent.Patrol ignored -> PATROL;
            case AgentEvent.Invalid ignored -> INVALID;
        };
    }

    /** Whether {@code answer}, from the column, is that of a verdict. */
    static boolean isVerdict(@Nullable String answer) {
        return ALLOWED.equals(answer) || DENIED.equals(answer);
    }

    boolean isVerdict() {
        return isVerdict(answer);
    }

    boolean isRejected() {
        return REJECTED.equals(answer);
    }

    boolean isPatrol() {
        return PATROL.equals(type);
    }

    /** Whether the text of a record has these facts. The order of its keys does not matter. */
    boolean areThoseOf(String body, @Nullable String outcome) {
        try {
            var event = new Text();
            event.read(body);
            var answered = new Text();
            if (outcome != null) {
                answered.read(outcome);
            }
            return equals(new RecordFacts(
                    TYPES.getOrDefault(event.type, ""),
                    outcome == null ? null : answered.answer(),
                    answered.isVerdict() ? answered.underAge : null,
                    event.admitted));
        } catch (IOException noJson) {
            return false;
        }
    }

    /** The fields of one text, an event or an answer, from which facts are read. */
    private static final class Text {
        private String type = "";
        private boolean allow;
        private boolean underAge;
        private @Nullable Boolean admitted;

        boolean isVerdict() {
            return type.equals("verdict");
        }

        String answer() {
            return !isVerdict() ? REJECTED : allow ? ALLOWED : DENIED;
        }

        void read(String text) throws IOException {
            try (JsonParser json = JSON.createParser(text)) {
                json.nextToken();
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String field = json.currentName();
                    JsonToken value = json.nextToken();
                    switch (field) {
                        case "type" -> type = json.getText();
                        case "allow" -> allow = value == JsonToken.VALUE_TRUE;
                        case "admitted" -> admitted = value == JsonToken.VALUE_TRUE;
                        case "reasons" -> readReasons(json);
                        default -> json.skipChildren();
                    }
                }
            }
        }

        private void readReasons(JsonParser json) throws IOException {
            while (json.nextToken() == JsonToken.VALUE_STRING) {
                underAge |= json.getText().equals(Reason.UNDER_AGE.wire());
            }
        }
    }
}
