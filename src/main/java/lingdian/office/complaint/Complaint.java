package lingdian.office.complaint;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.ChinaTime;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/**
 * A complaint as an office keeps it, without what was said in it.
 *
 * @param placeCode of the café that is meant; null: not known yet
 * @param caseId of the case that follows it up; null: none yet
 * @param version rises by one with each action
 */
record Complaint(
        UUID id,
        Owner owner,
        @Nullable PlaceCode placeCode,
        @Nullable UUID caseId,
        Receipt receipt,
        Dates dates,
        Progress progress,
        int version) {
    /** Who deals with it. */
    record Owner(Authority authority, RegionCode region) {}

    /**
     * How it came.
     *
     * @param reference its number elsewhere, such as that of a work order of 12345
     * @param anonymous whether there is no contact
     */
    record Receipt(
            String way,
            String subject,
            @Nullable String reference,
            Instant at,
            boolean anonymous,
            boolean wantsAnswer) {}

    /**
     * Until when it is to be dealt with, the days included.
     *
     * @param provisional whether a holiday that is not entered yet may move one of them
     */
    record Dates(LocalDate acceptBy, LocalDate answerBy, boolean provisional) {}

    /** @param refusal why it is not followed up; null unless it was refused */
    record Progress(
            ComplaintStep step,
            @Nullable String refusal,
            @Nullable Instant decidedAt,
            @Nullable Instant endedAt) {}

    ComplaintTarget target() {
        return new ComplaintTarget(placeCode, caseId);
    }

    /** The day until which the next action is due; null where none is. */
    private @Nullable LocalDate due() {
        return switch (progress.step()) {
            case RECEIVED -> dates.acceptBy();
            case ACCEPTED -> dates.answerBy();
            case REFUSED, ANSWERED -> null;
        };
    }

    /** As the list and all answers have it. */
    JsonObject json(Instant now) {
        LocalDate due = due();
        return new JsonObject()
                .put("id", id.toString())
                .put("authority", owner.authority().wire())
                .put("region", owner.region().value())
                .put("placeCode", Objects.toString(placeCode, null))
                .put("case", Objects.toString(caseId, null))
                .put("way", receipt.way())
                .put("subject", receipt.subject())
                .put("reference", receipt.reference())
                .put("receivedAt", time(receipt.at()))
                .put("anonymous", receipt.anonymous())
                .put("wantsAnswer", receipt.wantsAnswer())
                .put("step", progress.step().wire())
                .put("refusal", progress.refusal())
                .put("acceptBy", dates.acceptBy().toString())
                .put("answerBy", dates.answerBy().toString())
                .put("provisional", dates.provisional())
                .put("due", Objects.toString(due, null))
                .put(
                        "overdue",
                        due != null && LocalDate.ofInstant(now, ChinaTime.ZONE).isAfter(due))
                .put("decidedAt", timeOrNull(progress.decidedAt()))
                .put("endedAt", timeOrNull(progress.endedAt()))
                .put("version", version);
    }

    private static @Nullable String timeOrNull(@Nullable Instant at) {
        return at == null ? null : time(at);
    }

    static String time(Instant at) {
        return Rfc3339.format(at, ChinaTime.ZONE);
    }
}
