package lingdian.office.campaign;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import lingdian.access.account.Refused;
import lingdian.office.api.BodyFields;
import org.jspecify.annotations.Nullable;

/**
 * What a campaign rests on in a region: its notice, its place in the yearly plan, and the government's approval.
 *
 * <p>九江市 2025-04-23 asks for them: inspections of firms must be in the yearly plan, and a special campaign needs the
 * approval of the government of the same level. The service states what is lacking and refuses nothing: a campaign may
 * be written down before its papers arrive.
 *
 * @param notice 通知
 * @param plan where the yearly plan of inspections has the campaign
 * @param approval 同级人民政府批准
 */
record CampaignBasis(
        @Nullable Paper notice,
        @Nullable String plan,
        @Nullable Paper approval) {
    static final CampaignBasis NONE = new CampaignBasis(null, null, null);

    /** From this day, campaigns need all three. */
    private static final LocalDate NEEDED_FROM = LocalDate.of(2025, 4, 23);

    /**
     * A numbered letter.
     *
     * @param number 文号
     */
    record Paper(String number, LocalDate date) {
        /** Of columns that are both null or neither. */
        static @Nullable Paper orNull(@Nullable String number, @Nullable LocalDate date) {
            return number == null || date == null ? null : new Paper(number, date);
        }

        private JsonObject json() {
            return new JsonObject().put("number", number).put("date", date.toString());
        }
    }

    static CampaignBasis of(JsonObject body) {
        return new CampaignBasis(paper(body, "notice"), body.getString("plan"), paper(body, "approval"));
    }

    private static @Nullable Paper paper(JsonObject body, String field) {
        JsonObject paper = body.getJsonObject(field);
        if (paper == null) {
            return null;
        }
        LocalDate date = BodyFields.date(paper, "date", "/" + field + "/date");
        if (date == null) {
            throw Refused.body("/" + field + "/date", BodyFields.DATE);
        }
        return new Paper(paper.getString("number"), date);
    }

    /** Its fields, and the names of those that a campaign of these days lacks. */
    JsonObject json(LocalDate from) {
        var lacking = new JsonArray();
        if (!from.isBefore(NEEDED_FROM)) {
            lack(lacking, "notice", notice);
            lack(lacking, "plan", plan);
            lack(lacking, "approval", approval);
        }
        return new JsonObject()
                .put("notice", json(notice))
                .put("plan", plan)
                .put("approval", json(approval))
                .put("lacking", lacking);
    }

    private static void lack(JsonArray lacking, String name, @Nullable Object stated) {
        if (stated == null) {
            lacking.add(name);
        }
    }

    private static @Nullable JsonObject json(@Nullable Paper paper) {
        return paper == null ? null : paper.json();
    }
}
