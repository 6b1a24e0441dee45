package lingdian.office.violation;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * A violation as lists show it.
 *
 * @param standing {@code fact}, {@code suspicion} or {@code lead}
 * @param state {@code open} or {@code ended}
 * @param course where its case stands
 * @param terminal null where it is about no one terminal
 */
public record ViolationSummary(
        ViolationId id,
        String code,
        String standing,
        String state,
        Course course,
        String placeCode,
        String region,
        Period period,
        @Nullable String terminal,
        Extent extent) {
    private static final Set<String> UNDECIDED = Set.of("new", "acknowledged", "dispatched");

    /**
     * Where it stands.
     *
     * @param step the last step that was taken on it
     * @param caseFile the case of the reader's authority; null: none is made yet, or the reader has none
     * @param untrue whether an officer found it untrue, also if it was closed since
     */
    public record Course(String step, @Nullable UUID caseFile, boolean untrue) {}

    public String caseStep() {
        return course.step();
    }

    /** Whether nobody has said yet what it is. */
    public boolean isUndecided() {
        return isUndecided(caseStep());
    }

    /** Whether nobody has said yet what a violation is. @param step of it, in the API's words */
    public static boolean isUndecided(String step) {
        return UNDECIDED.contains(step);
    }

    public @Nullable UUID caseFile() {
        return course.caseFile();
    }

    /**
     * When it was.
     *
     * @param endedAt null while it goes on
     * @param late whether what proves it was received more than a day late
     */
    public record Period(
            OffsetDateTime startedAt,
            OffsetDateTime detectedAt,
            @Nullable OffsetDateTime endedAt,
            boolean late) {
        /** When it ended; while it goes on, when it was detected. */
        public OffsetDateTime lastKnown() {
            return endedAt == null ? detectedAt : endedAt;
        }
    }

    /** How much of it there was; null where the rule counts no such thing. */
    public record Extent(
            @Nullable Long seconds,
            @Nullable Integer sessions,
            @Nullable Integer peak,
            @Nullable Terminals terminals,
            @Nullable Peers peers) {
        static Extent of(JsonObject json) {
            JsonObject terminals = json.getJsonObject("terminals");
            JsonObject peers = json.getJsonObject("peers");
            return new Extent(
                    json.getLong("seconds"),
                    json.getInteger("sessions"),
                    json.getInteger("peak"),
                    terminals == null ? null : Terminals.of(terminals),
                    peers == null ? null : Peers.of(peers));
        }
    }

    /**
     * The terminals that were used without a login.
     *
     * @param count all of them
     * @param ids of the first 200, ascending
     */
    public record Terminals(int count, List<String> ids) {
        static Terminals of(JsonObject json) {
            return new Terminals(
                    json.getInteger("count"),
                    json.getJsonArray("ids").stream().map(String.class::cast).toList());
        }

        /** Those that are not named. */
        public int others() {
            return count - ids.size();
        }
    }

    /**
     * How far a café is from other cafés.
     *
     * @param figure which one, in the API's words
     * @param region of the other cafés
     * @param cafes how many others
     * @param logins of the café
     */
    public record Peers(
            String figure, RegionCode region, int cafes, long logins, double value, double median, double score) {
        static Peers of(JsonObject json) {
            return new Peers(
                    json.getString("figure"),
                    new RegionCode(json.getString("region")),
                    json.getInteger("cafes"),
                    json.getLong("logins"),
                    json.getDouble("value"),
                    json.getDouble("median"),
                    json.getDouble("score"));
        }
    }

    static ViolationSummary of(JsonObject json) {
        return new ViolationSummary(
                new ViolationId(JsonValues.id(json, "id")),
                json.getString("code"),
                json.getString("standing"),
                json.getString("state"),
                new Course(
                        json.getString("case"),
                        JsonValues.idOrNull(json, "caseFile"),
                        json.getBoolean("untrue", false)),
                json.getString("placeCode"),
                json.getString("region"),
                new Period(
                        JsonValues.time(json, "startedAt"),
                        JsonValues.time(json, "detectedAt"),
                        JsonValues.timeOrNull(json, "endedAt"),
                        json.getBoolean("late", false)),
                json.getString("terminal"),
                Extent.of(json));
    }

    public boolean isOpen() {
        return state.equals("open");
    }

    public boolean isUntrue() {
        return course.untrue();
    }

    /** Whether it goes on: what an officer found untrue does not, though its record has not ended. */
    public boolean isRunning() {
        return isOpen() && !isUntrue();
    }
}
