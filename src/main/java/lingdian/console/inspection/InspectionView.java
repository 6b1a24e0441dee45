package lingdian.console.inspection;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import lingdian.console.frame.FieldTime;
import lingdian.console.frame.PremisesEntry;
import lingdian.console.violation.ViolationRow;
import lingdian.domain.ViolationId;
import lingdian.office.inspection.InspectionDetail;
import lingdian.office.violation.CaseConflict;
import org.jspecify.annotations.Nullable;

/**
 * The page of one inspection.
 *
 * @param title when, where and of which kind it was
 * @param names of cafés, by place code
 * @param cases of the violations that the inspection names, or that name it
 * @param refused a decision that was not accepted; null if there is none
 * @param correction one that was not accepted, since there are as many as there may be; null if there is none
 * @param pictures small ones of the photos, in base64
 * @param now the present time, as the value of a local time field
 */
record InspectionView(
        InspectionDetail inspection,
        String title,
        InspectionForm form,
        Map<String, String> names,
        Map<String, String> kinds,
        List<OneCase> cases,
        @Nullable RefusedDecision refused,
        @Nullable String correction,
        Map<UUID, String> pictures,
        boolean round,
        String now) {

    /** The case of one violation, with the actions that are still possible. */
    record OneCase(ViolationRow row, String cafe, int lastStep, List<String> actions, String found) {
        @Override
        public String toString() {
            return "OneCase[" + row.id() + "]"; // findings do not belong in a log
        }
    }

    /**
     * A decision that was not taken, with its input.
     *
     * @param conflict what another officer did before; null if it was not ticked that a dismissal was checked
     */
    record RefusedDecision(ViolationId violation, @Nullable CaseConflict conflict, String note, String found) {
        @Override
        public String toString() {
            return "RefusedDecision[" + violation + "]";
        }
    }

    /**
     * @param shown whether browsers can display the format
     * @param small a picture in base64; empty where there is none
     */
    record Photo(UUID id, String name, String size, boolean shown, String small) {
        @Override
        public String toString() {
            return "Photo[" + id + "]"; // people name files after people
        }
    }

    String id() {
        return form.id();
    }

    boolean isOpen() {
        return !inspection.closed() && !isErased() && !isReadOnly();
    }

    /** Whether it is another office's, which alone changes it. */
    boolean isReadOnly() {
        return inspection.reader().readOnly();
    }

    /** Whether what concerns other premises is left out. */
    boolean isPartial() {
        return inspection.reader().partial();
    }

    /** Whether it says that it begins in the future: a phone's clock or a slip. */
    boolean beginsLater() {
        return form.startedAt().compareTo(now) > 0; // both as a browser writes a local time
    }

    /** When it ended as it is proposed: when the record was saved last, for the team may close it hours later. */
    String end() {
        String saved = FieldTime.of(inspection.version().at());
        return !form.endedAt().isEmpty() ? form.endedAt() : saved.compareTo(form.startedAt()) < 0 ? now : saved;
    }

    /** Whether what was written of it, and its photos, are erased; then it can no longer be changed. */
    boolean isErased() {
        return inspection.period().erasedAt() != null;
    }

    /** Whether the confidential part can no longer be decrypted. */
    boolean isSealed() {
        return !isErased() && inspection.findings().isEmpty();
    }

    boolean isRefused(OneCase one) {
        return refused != null
                && refused.violation().equals(one.row().violation().id());
    }

    int officers() {
        return inspection.team().officers();
    }

    int vehicles() {
        return inspection.team().vehicles();
    }

    String name(PremisesEntry one) {
        return one.name().isEmpty() ? names.getOrDefault(one.placeCode(), one.placeCode()) : one.name();
    }

    String kind(PremisesEntry one) {
        return kinds.getOrDefault(one.kind(), one.kind());
    }

    List<Photo> photos() {
        return inspection.additions().photos().stream()
                .map(one -> new Photo(
                        one.id(),
                        Objects.requireNonNullElse(one.name(), ""),
                        String.format(Locale.ROOT, "%.1f", Math.max(0.1, one.bytes() / 1024.0 / 1024.0)),
                        !one.type().equals("image/heic"),
                        pictures.getOrDefault(one.id(), "")))
                .toList();
    }

    @Override
    public String toString() {
        return "InspectionView[" + id() + "]"; // findings do not belong in a log
    }
}
