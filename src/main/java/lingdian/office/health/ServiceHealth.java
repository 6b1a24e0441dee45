package lingdian.office.health;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * The service's health as {@link HealthEndpoint} answers it. Null: the service does not know.
 *
 * @param here the node that answered
 * @param feedLag messages of the feed that this node has not read yet
 * @param overdueDays received days that are overdue to be dropped
 * @param heldDays received days that legal holds keep beyond their time
 * @param holders whose holds keep stored days, those of the most first
 * @param verification the last one of the whole record; null before the first
 */
public record ServiceHealth(
        Here here,
        List<Node> nodes,
        Database database,
        @Nullable Long feedLag,
        @Nullable Long diskFreeBytes,
        @Nullable Long diskSizeBytes,
        @Nullable OffsetDateTime certificateEndsAt,
        @Nullable Long figuresAgeSeconds,
        @Nullable Long overdueDays,
        @Nullable Long heldDays,
        List<Holder> holders,
        @Nullable Verification verification) {

    /** @param waitingSeconds how long the batch in hand has been waiting for its commit */
    public record Here(
            UUID id,
            boolean ready,
            @Nullable Double clockOffsetSeconds,
            @Nullable Double waitingSeconds) {}

    /** @param host the name of its machine; empty where the node did not say, as {@code version} */
    public record Node(UUID id, String host, String version, boolean live, OffsetDateTime heardAt, long cafes) {}

    public record Database(
            String host,
            @Nullable Integer timeline,
            @Nullable Long sizeBytes,
            long standbys,
            @Nullable Long standbyLagBytes,
            boolean archiving,
            @Nullable OffsetDateTime archivedAt,
            @Nullable OffsetDateTime archiveFailedAt) {}

    /** @param days that its holds name, those within their time included */
    public record Holder(Authority authority, RegionCode region, long days) {}

    /** @param endedAt null while it runs */
    public record Verification(
            LocalDate night,
            long records,
            int broken,
            @Nullable OffsetDateTime endedAt) {}

    public ServiceHealth {
        nodes = List.copyOf(nodes);
        holders = List.copyOf(holders);
    }

    static ServiceHealth of(JsonObject json) {
        JsonObject verification = json.getJsonObject("verification");
        return new ServiceHealth(
                new Here(
                        JsonValues.id(json, "node"),
                        "up".equals(json.getString("status")),
                        json.getDouble("clockOffsetSeconds"),
                        json.getDouble("waitingSeconds")),
                JsonValues.all(json, "nodes", ServiceHealth::node),
                database(json.getJsonObject("database")),
                json.getLong("feedLag"),
                json.getLong("diskFreeBytes"),
                json.getLong("diskSizeBytes"),
                JsonValues.timeOrNull(json, "certificateEndsAt"),
                json.getLong("figuresAgeSeconds"),
                json.getLong("overdueDays"),
                json.getLong("heldDays"),
                JsonValues.all(json, "holders", ServiceHealth::holder),
                verification == null ? null : verification(verification));
    }

    private static Node node(JsonObject json) {
        return new Node(
                JsonValues.id(json, "id"),
                JsonValues.textOrEmpty(json, "host"),
                JsonValues.textOrEmpty(json, "version"),
                json.getBoolean("live"),
                JsonValues.time(json, "heardAt"),
                json.getLong("cafes"));
    }

    private static Holder holder(JsonObject json) {
        return new Holder(
                Authority.of(json.getString("authority")),
                new RegionCode(json.getString("region")),
                json.getLong("days"));
    }

    private static Database database(JsonObject json) {
        return new Database(
                Objects.requireNonNullElse(json.getString("host"), ""),
                json.getInteger("timeline"),
                json.getLong("sizeBytes"),
                json.getLong("standbys"),
                json.getLong("standbyLagBytes"),
                json.getBoolean("archiving"),
                JsonValues.timeOrNull(json, "archivedAt"),
                JsonValues.timeOrNull(json, "archiveFailedAt"));
    }

    private static Verification verification(JsonObject json) {
        return new Verification(
                JsonValues.day(json, "night"),
                json.getLong("records"),
                json.getInteger("broken"),
                JsonValues.timeOrNull(json, "endedAt"));
    }
}
