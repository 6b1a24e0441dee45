package lingdian.office.complaint;

import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.record.accesslog.AccessEntry;
import org.jspecify.annotations.Nullable;

/**
 * What a complaint is linked to. Any officer may link it elsewhere, so its history and the access log keep each target.
 *
 * @param placeCode of the café that is meant; null: not known yet
 * @param caseId of the case that follows it up; null: none yet
 */
record ComplaintTarget(
        @Nullable PlaceCode placeCode, @Nullable UUID caseId) {
    static final ComplaintTarget NONE = new ComplaintTarget(null, null);

    /** @param cafe null: as before; likewise the case */
    ComplaintTarget linkedTo(@Nullable PlaceCode cafe, @Nullable UUID file) {
        return new ComplaintTarget(cafe == null ? placeCode : cafe, file == null ? caseId : file);
    }

    /** What a later target has in place of this. */
    ComplaintTarget replacedBy(ComplaintTarget later) {
        return new ComplaintTarget(
                placeCode == null || placeCode.equals(later.placeCode) ? null : placeCode,
                caseId == null || caseId.equals(later.caseId) ? null : caseId);
    }

    AccessEntry logged(AccessEntry entry, String placeCodeAs, String caseAs) {
        AccessEntry withCafe = placeCode == null ? entry : entry.with(placeCodeAs, placeCode.value());
        return caseId == null ? withCafe : withCafe.with(caseAs, caseId.toString());
    }
}
