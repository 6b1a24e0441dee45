package lingdian.office.cafe;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * A café with its state, as {@link CafeEndpoints} describes it.
 *
 * @param hours when it may be open within the next two days
 * @param terminals how many it is licensed for; null where nobody entered it
 * @param staffTerminals which need no login
 * @param offices that are competent for it and entered how they are called, for its operator; none for other readers
 */
public record CafeDetail(
        String placeCode,
        String name,
        String region,
        Contact contact,
        Licence licence,
        @Nullable Integer terminals,
        List<String> staffTerminals,
        ZoneId timeZone,
        Activity activity,
        List<Opening> hours,
        OpenViolations violations,
        List<Competent> offices) {
    public CafeDetail {
        staffTerminals = List.copyOf(staffTerminals);
        hours = List.copyOf(hours);
        offices = List.copyOf(offices);
    }

    /**
     * Where it is and how it is reached; each empty where nobody entered it.
     *
     * @param principal the name of the licensed person
     * @param position latitude and longitude with a comma between, as a {@code geo:} address has them
     */
    public record Contact(String address, String telephone, String principal, String position) {
        private static Contact of(JsonObject json) {
            return new Contact(
                    JsonValues.textOrEmpty(json, "address"),
                    JsonValues.textOrEmpty(json, "telephone"),
                    JsonValues.textOrEmpty(json, "principal"),
                    position(json.getDouble("latitude"), json.getDouble("longitude")));
        }

        private static String position(@Nullable Double latitude, @Nullable Double longitude) {
            return latitude == null || longitude == null ? "" : latitude + "," + longitude;
        }

        @Override
        public String toString() {
            return "Contact"; // a name does not belong in a log
        }
    }

    /** An office. @param telephone empty where nobody entered it */
    public record Competent(String name, String telephone) {
        private static Competent of(JsonObject json) {
            return new Competent(json.getString("name"), JsonValues.textOrEmpty(json, "telephone"));
        }
    }

    /** @param validUntil empty: without end */
    public record Licence(String number, String validUntil) {
        private static Licence of(JsonObject json) {
            return new Licence(json.getString("number"), JsonValues.textOrEmpty(json, "validUntil"));
        }
    }

    /**
     * What it is doing.
     *
     * @param connectedSince null where it is not connected
     * @param reporting how many terminals were heard of in the last seven days
     * @param reportingClipped whether so many were named that no more are counted
     * @param lastHeard null where it was never heard
     * @param behindSeconds how far it is behind, where it sends what happened more than an hour ago; else null
     * @param beyondQuotaSince since when its answers have been late today; null if they are not
     * @param closure the one in force, else the next one; null where there is none
     * @param work what there is to do about it
     */
    public record Activity(
            boolean connected,
            @Nullable OffsetDateTime connectedSince,
            int reporting,
            boolean reportingClipped,
            @Nullable OffsetDateTime lastHeard,
            @Nullable Long behindSeconds,
            int openSessions,
            @Nullable OffsetDateTime beyondQuotaSince,
            @Nullable Closing closure,
            Work work) {
        /** How many hours it is behind, rounded down; 0 where it is no more than one. */
        public long behindHours() {
            return behindSeconds == null ? 0 : Duration.ofSeconds(behindSeconds).toHours();
        }
    }

    /**
     * What there is to do about it, for an authority; nothing for other readers.
     *
     * @param state {@code running}, {@code open-case}, {@code offline} or {@code quiet}; empty for other readers
     */
    public record Work(String state, int openCases) {
        private static Work of(JsonObject json) {
            return new Work(JsonValues.textOrEmpty(json, "state"), json.getInteger("openCases", 0));
        }
    }

    /**
     * A time in which it is not operating.
     *
     * @param kind {@code temporary} or {@code permanent}
     * @param to null: until it is ended
     */
    public record Closing(
            String kind, OffsetDateTime from, @Nullable OffsetDateTime to) {
        private static @Nullable Closing of(@Nullable JsonObject json) {
            return json == null
                    ? null
                    : new Closing(
                            json.getString("kind"), JsonValues.time(json, "from"), JsonValues.timeOrNull(json, "to"));
        }
    }

    public record Opening(OffsetDateTime opens, OffsetDateTime closes) {
        private static Opening of(JsonObject json) {
            return new Opening(JsonValues.time(json, "opens"), JsonValues.time(json, "closes"));
        }
    }

    /** How many violations are open, by standing. */
    public record OpenViolations(int facts, int suspicions, int leads) {
        private static OpenViolations of(JsonObject json) {
            return new OpenViolations(json.getInteger("fact"), json.getInteger("suspicion"), json.getInteger("lead"));
        }
    }

    static CafeDetail of(JsonObject json) {
        return new CafeDetail(
                json.getString("placeCode"),
                json.getString("name"),
                json.getString("region"),
                Contact.of(json),
                Licence.of(json.getJsonObject("licence")),
                json.getInteger("terminals"),
                JsonValues.texts(json, "staffTerminals"),
                ZoneId.of(json.getString("timeZone")),
                new Activity(
                        json.getBoolean("connected"),
                        JsonValues.timeOrNull(json, "connectedSince"),
                        json.getInteger("reporting"),
                        json.getBoolean("reportingClipped"),
                        JsonValues.timeOrNull(json, "lastHeard"),
                        json.getLong("behindSeconds"),
                        json.getInteger("openSessions"),
                        JsonValues.timeOrNull(json, "beyondQuotaSince"),
                        Closing.of(json.getJsonObject("closure")),
                        Work.of(json)),
                JsonValues.all(json, "hours", Opening::of),
                OpenViolations.of(json.getJsonObject("violations").getJsonObject("open")),
                JsonValues.all(json, "offices", Competent::of));
    }
}
