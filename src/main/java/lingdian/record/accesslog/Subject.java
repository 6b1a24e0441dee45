package lingdian.record.accesslog;

import java.util.Locale;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.domain.CampaignId;
import lingdian.domain.InspectionId;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import org.jspecify.annotations.Nullable;

/**
 * The object of an action. Never a document: a person is not a subject; their token is {@link AccessEntry#person}.
 *
 * @param id null if there is only one object of the kind
 */
public record Subject(Kind kind, @Nullable String id) {
    public Subject {
        Codes.check(id);
    }

    /**
     * The kinds of objects. The word on the wire is stored and hashed: a name here is never changed; new ones may be
     * added.
     */
    public enum Kind {
        CAFE,
        REGION,
        ACCOUNT,
        AGENT_KEY,
        ENROLMENT,
        ORDER,
        SUSPENSION,
        CLOSURE,
        VIOLATION,
        UNMASKING,
        RECORD_REQUEST,
        INSPECTION,
        CAMPAIGN,
        RETURN,
        COMPLAINT,
        MESSAGE,
        REGISTRY,
        LEGAL_HOLD,
        DAY,
        KEY_RING,
        RULES,
        CALENDAR,
        CASE,
        OFFICE,
        CHECKPOINT,
        NOTIFICATION_TARGET,
        NOTIFICATION,
        EXPORT_LINK,
        ACCESS_LOG;

        public String wire() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public static Subject of(Kind kind, UUID id) {
        return new Subject(kind, id.toString());
    }

    public static Subject of(Kind kind, String id) {
        return new Subject(kind, id);
    }

    public static Subject of(PlaceCode cafe) {
        return new Subject(Kind.CAFE, cafe.value());
    }

    public static Subject of(RegionCode region) {
        return new Subject(Kind.REGION, region.value());
    }

    public static Subject of(AccountId account) {
        return new Subject(Kind.ACCOUNT, account.toString());
    }

    public static Subject of(ViolationId violation) {
        return new Subject(Kind.VIOLATION, violation.toString());
    }

    public static Subject of(InspectionId inspection) {
        return new Subject(Kind.INSPECTION, inspection.toString());
    }

    public static Subject of(CampaignId campaign) {
        return new Subject(Kind.CAMPAIGN, campaign.toString());
    }

    public static Subject of(Kind kind) {
        return new Subject(kind, null);
    }
}
