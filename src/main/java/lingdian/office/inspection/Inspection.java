package lingdian.office.inspection;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import lingdian.access.account.Refused;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.ChinaTime;
import lingdian.domain.InspectionId;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.office.file.Attachment;
import lingdian.platform.http.Problem;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/**
 * An inspection in its newest version.
 *
 * @param account that wrote this version
 * @param erasedAt when its texts and photographs were erased; null: they are kept
 * @param extent how much of it the reader sees
 * @param entered its content, without the sealed part if that can no longer be opened
 */
public record Inspection(
        InspectionId id,
        Authority authority,
        RegionCode region,
        Instant createdAt,
        int version,
        Instant at,
        AccountId account,
        @Nullable Instant erasedAt,
        Extent extent,
        InspectionEntry entered) {
    /** How much of an inspection a reader sees. Only the office that made it, and those above, write on it. */
    public enum Extent {
        OWN,
        /** Of another office, to which a case of the reader's region leads, and which went to that case's café alone. */
        WHOLE,
        /** Likewise, but it went elsewhere too: without other premises and without all that names no café. */
        PART
    }

    public boolean isOwn() {
        return extent == Extent.OWN;
    }

    public boolean isPart() {
        return extent == Extent.PART;
    }

    /** Itself; fails with 403 where it is another office's. */
    Inspection writable() {
        if (!isOwn()) {
            throw Refused.coded(
                    403,
                    "other-office",
                    "The inspection is another office's: it can be read with the case, and only that office changes it.");
        }
        return this;
    }

    /** Itself; fails as unknown where the reader sees only a part of it. */
    Inspection whole() {
        if (isPart()) {
            throw Refused.unknown();
        }
        return this;
    }

    /** What the reader of a part of it sees. */
    Inspection partOf(Set<PlaceCode> cafes) {
        return new Inspection(
                id, authority, region, createdAt, version, at, account, erasedAt, Extent.PART, entered.of(cafes));
    }

    /** The same for a reader who sees another office's inspection whole. */
    Inspection ofOtherOffice() {
        return new Inspection(id, authority, region, createdAt, version, at, account, erasedAt, Extent.WHOLE, entered);
    }

    /** The fields of a list, and the first ones of a single inspection. */
    JsonObject json() {
        JsonObject json = new JsonObject()
                .put("id", id.toString())
                .put("authority", authority.wire())
                .put("region", region.value())
                .put("createdAt", Rfc3339.format(createdAt, ChinaTime.ZONE))
                .put("version", version)
                .put("versionAt", Rfc3339.format(at, ChinaTime.ZONE))
                .put("versionBy", account.toString())
                .put("erasedAt", erasedAt == null ? null : Rfc3339.format(erasedAt, ChinaTime.ZONE));
        return json.mergeIn(entered.json());
    }

    /** Itself; fails with 410 and the time once its texts and photographs are erased. */
    Inspection unerased() {
        if (erasedAt != null) {
            throw Problem.of(
                            410,
                            "What was written of the inspection, and its photos, were erased: their time was over.")
                    .with("code", "erased")
                    .with("erasedAt", Rfc3339.format(erasedAt, ChinaTime.ZONE))
                    .thrown();
        }
        return this;
    }

    /** A correction of a closed inspection. */
    record Correction(
            int number,
            Instant at,
            AccountId account,
            @Nullable String note) {
        JsonObject json() {
            return new JsonObject()
                    .put("number", number)
                    .put("at", Rfc3339.format(at, ChinaTime.ZONE))
                    .put("by", account.toString())
                    .put("note", note);
        }

        @Override
        public String toString() {
            return "Correction[" + number + "]"; // a note is free text
        }
    }

    /** An inspection with everything that is shown of it. */
    record Whole(
            Inspection inspection,
            List<Correction> corrections,
            List<Attachment> photos,
            List<RecordOutline> records,
            List<ViolationId> cases) {
        JsonObject json() {
            JsonObject json = inspection.json();
            json.put("readOnly", !inspection.isOwn()).put("partial", inspection.isPart());
            json.put(
                    "corrections",
                    array(corrections.stream().map(Correction::json).toList()));
            json.put("records", array(records.stream().map(RecordOutline::json).toList()));
            json.put("photos", array(photos.stream().map(Attachment::json).toList()));
            return json.put(
                    "cases", array(cases.stream().map(ViolationId::toString).toList()));
        }

        private static JsonArray array(List<?> items) {
            return new JsonArray(List.copyOf(items));
        }
    }

    @Override
    public String toString() {
        return "Inspection[" + id + "]"; // findings do not belong in logs
    }
}
