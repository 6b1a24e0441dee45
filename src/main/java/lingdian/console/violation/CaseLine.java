package lingdian.console.violation;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.InspectionId;
import lingdian.office.api.AttachmentSummary;
import lingdian.office.violation.ViolationDetail;
import lingdian.office.violation.ViolationDetail.CaseStep;
import lingdian.office.violation.ViolationDetail.Filer;
import lingdian.office.violation.ViolationDetail.SaidAnswer;
import lingdian.office.violation.ViolationDetail.SaidObjection;
import org.jspecify.annotations.Nullable;

/**
 * A step of a case, a comment on it, the café's objection, or an authority's answer to one.
 *
 * @param who null if the reader may not know
 * @param filer of an objection; null if the reader may not know
 */
record CaseLine(
        int number,
        String action,
        OffsetDateTime at,
        @Nullable String who,
        @Nullable Filer filer,
        @Nullable Authority authority,
        @Nullable String text,
        @Nullable String found,
        @Nullable InspectionId inspection,
        List<Attached> files) {
    CaseLine {
        files = List.copyOf(files);
    }

    /** A file that the café submitted, under the name that the café gave it. */
    record Attached(UUID id, String name, int kibibytes) {
        static Attached of(AttachmentSummary file) {
            return new Attached(
                    file.id(), Objects.requireNonNullElse(file.name(), file.type()), (file.bytes() + 1023) / 1024);
        }

        @Override
        public String toString() {
            return "Attached[" + id + "]"; // people name files after people
        }
    }

    /**
     * All lines of a violation, in chronological order.
     *
     * @param own the reader's authority, whose inspections the reader may read; null if there is none
     */
    static List<CaseLine> all(ViolationDetail violation, @Nullable Authority own) {
        var lines = new ArrayList<CaseLine>();
        violation.steps().forEach(step -> lines.add(taken(step, own)));
        violation.comments().forEach(comment -> lines.add(taken(comment, own)));
        violation.objections().forEach(objection -> {
            lines.add(objected(objection));
            objection.answers().forEach(answer -> lines.add(answered(objection, answer)));
        });
        lines.sort(Comparator.comparing(CaseLine::at).thenComparing(CaseLine::number));
        var linked = new HashSet<InspectionId>();
        lines.replaceAll(line -> line.inspection() == null || linked.add(line.inspection()) ? line : line.unlinked());
        return lines;
    }

    @Override
    public String toString() {
        return "CaseLine[" + number + ", " + action + "]"; // notes and names do not belong in a log
    }

    /** This line without its link: steps after a dispatch concern the same inspection, and one link is enough. */
    private CaseLine unlinked() {
        return new CaseLine(number, action, at, who, filer, authority, text, found, null, files);
    }

    private static CaseLine taken(CaseStep step, @Nullable Authority own) {
        return new CaseLine(
                step.number(),
                step.action(),
                step.at(),
                step.by(),
                null,
                step.authority(),
                step.note(),
                step.found(),
                step.authority() == own ? step.inspection() : null,
                List.of());
    }

    private static CaseLine answered(SaidObjection objection, SaidAnswer answer) {
        return new CaseLine(
                objection.number(),
                answer.upheld() ? "objection-upheld" : "objection-rejected",
                answer.at(),
                null,
                null,
                answer.authority(),
                answer.text(),
                null,
                null,
                List.of());
    }

    private static CaseLine objected(SaidObjection objection) {
        return new CaseLine(
                objection.number(),
                "objection",
                objection.at(),
                null,
                objection.by(),
                null,
                objection.statement(),
                null,
                null,
                objection.files().stream().map(Attached::of).toList());
    }
}
