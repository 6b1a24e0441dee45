package lingdian.office.inspection;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import lingdian.domain.AccountId;
import lingdian.domain.InspectionId;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.office.file.AttachmentSummary;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * An inspection, as {@link Inspection} writes it.
 *
 * @param region of the office that recorded it
 * @param reader what the reader's right to it leaves out
 * @param visits how many premises were visited
 * @param findings empty where they do not open any more; without what was found once that is erased
 * @param additions empty in a list
 */
public record InspectionDetail(
        InspectionId id,
        RegionCode region,
        Reader reader,
        String kind,
        boolean closed,
        String unit,
        Version version,
        Period period,
        Team team,
        int visits,
        Optional<Findings> findings,
        Additions additions) {
    /**
     * False in a list, which has only the inspections of the reader's own region.
     *
     * @param readOnly whether it is another office's
     * @param partial whether what concerns other premises is left out, with the note, the corrections and the photos
     */
    public record Reader(boolean readOnly, boolean partial) {}

    /** @param by the account that wrote it */
    public record Version(int number, OffsetDateTime at, AccountId by) {}

    /** @param erasedAt when what was written of it, and its photographs, were erased; null: they are kept */
    public record Period(
            OffsetDateTime createdAt,
            @Nullable OffsetDateTime startedAt,
            @Nullable OffsetDateTime endedAt,
            @Nullable OffsetDateTime erasedAt) {
        /** When it was started; where nobody said so, when it was recorded. */
        public OffsetDateTime begin() {
            return Objects.requireNonNullElse(startedAt, createdAt);
        }
    }

    /**
     * Who took part.
     *
     * @param names of the officers who are named, not of all {@code officers}
     */
    public record Team(List<String> names, int officers, int vehicles) {
        public Team {
            names = List.copyOf(names);
        }

        @Override
        public String toString() {
            return "Team[" + officers + "]";
        }
    }

    /** What was found; the note is empty where there is none. */
    public record Findings(List<Premises> premises, String note) {
        public Findings {
            premises = List.copyOf(premises);
        }

        @Override
        public String toString() {
            return "Findings[" + premises.size() + "]"; // what was found does not belong in a log
        }
    }

    /**
     * Premises that were visited; a field is empty where nothing was entered.
     *
     * @param kind of {@code premises.yaml}
     * @param violations the ids of those that were found there
     */
    public record Premises(String kind, String placeCode, String name, String found, List<String> violations) {
        public Premises {
            violations = List.copyOf(violations);
        }

        private static Premises of(JsonObject json) {
            return new Premises(
                    json.getString("kind"),
                    JsonValues.textOrEmpty(json, "placeCode"),
                    JsonValues.textOrEmpty(json, "name"),
                    JsonValues.textOrEmpty(json, "found"),
                    JsonValues.texts(json, "violations"));
        }

        @Override
        public String toString() {
            return "Premises[" + kind + "]"; // what was found does not belong in a log
        }
    }

    /** Why officers went; empty where nothing is said. */
    public record Purpose(String trigger, String reference, String recheckOf) {
        private static Purpose of(JsonObject json) {
            return new Purpose(
                    JsonValues.textOrEmpty(json, "trigger"),
                    JsonValues.textOrEmpty(json, "reference"),
                    JsonValues.textOrEmpty(json, "recheckOf"));
        }

        @Override
        public String toString() {
            return "Purpose[" + trigger + "]"; // a reference is free text
        }
    }

    /**
     * What belongs to it besides.
     *
     * @param cases the ids of violations whose steps name it
     */
    public record Additions(
            Purpose purpose, List<AttachmentSummary> photos, List<Correction> corrections, List<ViolationId> cases) {
        public Additions {
            photos = List.copyOf(photos);
            corrections = List.copyOf(corrections);
            cases = List.copyOf(cases);
        }
    }

    /** Words added to a closed inspection; the note is empty where it does not open any more. */
    public record Correction(OffsetDateTime at, String note) {
        private static Correction of(JsonObject json) {
            return new Correction(JsonValues.time(json, "at"), JsonValues.textOrEmpty(json, "note"));
        }

        @Override
        public String toString() {
            return "Correction[" + at + "]"; // a note is free text
        }
    }

    static InspectionDetail of(JsonObject json) {
        return new InspectionDetail(
                new InspectionId(JsonValues.id(json, "id")),
                new RegionCode(json.getString("region")),
                new Reader(json.getBoolean("readOnly", false), json.getBoolean("partial", false)),
                json.getString("kind"),
                json.getString("state").equals("closed"),
                json.getString("unit"),
                new Version(
                        json.getInteger("version"),
                        JsonValues.time(json, "versionAt"),
                        new AccountId(JsonValues.id(json, "versionBy"))),
                new Period(
                        JsonValues.time(json, "createdAt"),
                        JsonValues.timeOrNull(json, "startedAt"),
                        JsonValues.timeOrNull(json, "endedAt"),
                        JsonValues.timeOrNull(json, "erasedAt")),
                new Team(
                        JsonValues.texts(json, "officers"),
                        json.getInteger("officerCount"),
                        json.getInteger("vehicles")),
                visits(json.getJsonObject("visits")),
                findings(json),
                new Additions(
                        Purpose.of(json),
                        JsonValues.all(json, "photos", AttachmentSummary::of),
                        JsonValues.all(json, "corrections", Correction::of),
                        JsonValues.texts(json, "cases").stream()
                                .map(ViolationId::of)
                                .toList()));
    }

    private static int visits(JsonObject byKind) {
        return byKind.fieldNames().stream().mapToInt(byKind::getInteger).sum();
    }

    private static Optional<Findings> findings(JsonObject json) {
        return json.containsKey("premises")
                ? Optional.of(new Findings(
                        JsonValues.all(json, "premises", Premises::of), JsonValues.textOrEmpty(json, "note")))
                : Optional.empty();
    }

    /** None where they do not open any more. */
    public List<Premises> premises() {
        return findings.map(Findings::premises).orElse(List.of());
    }

    @Override
    public String toString() {
        return "InspectionDetail[" + id + "]"; // what was found does not belong in a log
    }
}
