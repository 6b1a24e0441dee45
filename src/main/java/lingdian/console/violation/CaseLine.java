package lingdian.console.violation;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import lingdian.domain.Authority;
import lingdian.domain.InspectionId;
import lingdian.office.casework.CaseProgress;
import lingdian.office.casework.OwnCaseDetail;
import lingdian.office.file.AttachmentSummary;
import lingdian.office.violation.ViolationDetail;
import lingdian.office.violation.ViolationDetail.CaseStep;
import lingdian.office.violation.ViolationDetail.Filer;
import lingdian.office.violation.ViolationDetail.SaidAnswer;
import lingdian.office.violation.ViolationDetail.SaidObjection;
import org.jspecify.annotations.Nullable;

/**
 * A step of a violation, a comment on it, the café's objection, an authority's answer to one; or, for the café, what was done with the case
 * that the violation belongs to.
 *
 * @param words the group of the words that name the action
 * @param who null if the reader may not know
 * @param filer of an objection; null if the reader may not know
 * @param paper that was served; null if none was
 */
record CaseLine(
        int number,
        String words,
        String action,
        OffsetDateTime at,
        @Nullable String who,
        @Nullable Filer filer,
        @Nullable Authority authority,
        @Nullable String text,
        @Nullable String found,
        @Nullable InspectionId inspection,
        List<Attached> files,
        @Nullable Paper paper) {
    private static final String ACTION = "action";
    private static final String CASE = "case-did";

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

    /** A document that was served on the café. @param path of its page */
    record Paper(String path, String kind, String number) {}

    /**
     * All lines of a violation, in chronological order.
     *
     * @param own the reader's authority, whose inspections the reader may read; null if there is none
     * @param cases those of the reader's own café that it belongs to
     * @param penalty writes what a decision says
     */
    static List<CaseLine> all(
            ViolationDetail violation,
            @Nullable Authority own,
            List<OwnCase> cases,
            Function<List<CaseProgress.Sanctioned>, String> penalty) {
        var lines = new ArrayList<CaseLine>();
        violation.steps().forEach(step -> lines.add(taken(step, own)));
        violation.comments().forEach(comment -> lines.add(taken(comment, own)));
        violation.objections().forEach(objection -> {
            lines.add(objected(objection));
            objection.answers().forEach(answer -> lines.add(answered(objection, answer)));
        });
        cases.forEach(one -> addCourse(lines, one.detail(), penalty));
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
        return new CaseLine(number, words, action, at, who, filer, authority, text, found, null, files, paper);
    }

    /** The steps of a case, and its papers. What a decision says is told beside the last one, once its paper was served. */
    private static void addCourse(
            List<CaseLine> lines, OwnCaseDetail detail, Function<List<CaseProgress.Sanctioned>, String> penalty) {
        OwnCaseDetail.Done decision = detail.decision();
        int number = 0;
        for (OwnCaseDetail.Done done : detail.course()) {
            String text =
                    done.equals(decision) && !detail.sanctions().isEmpty() ? penalty.apply(detail.sanctions()) : null;
            lines.add(ofCase(number++, done.action(), done.at(), detail.authority(), text, null));
        }
        for (OwnCaseDetail.Served paper : detail.served()) {
            lines.add(ofCase(
                    number++,
                    "paper",
                    paper.servedAt(),
                    detail.authority(),
                    null,
                    new Paper(detail.path(paper), paper.kind(), paper.number())));
        }
    }

    private static CaseLine ofCase(
            int number,
            String action,
            OffsetDateTime at,
            Authority authority,
            @Nullable String text,
            @Nullable Paper paper) {
        return new CaseLine(number, CASE, action, at, null, null, authority, text, null, null, List.of(), paper);
    }

    private static CaseLine taken(CaseStep step, @Nullable Authority own) {
        return new CaseLine(
                step.number(),
                ACTION,
                step.action(),
                step.at(),
                step.by(),
                null,
                step.authority(),
                step.note(),
                step.found(),
                step.authority() == own ? step.inspection() : null,
                List.of(),
                null);
    }

    private static CaseLine answered(SaidObjection objection, SaidAnswer answer) {
        return new CaseLine(
                objection.number(),
                ACTION,
                answer.upheld() ? "objection-upheld" : "objection-rejected",
                answer.at(),
                null,
                null,
                answer.authority(),
                answer.text(),
                null,
                null,
                List.of(),
                null);
    }

    private static CaseLine objected(SaidObjection objection) {
        return new CaseLine(
                objection.number(),
                ACTION,
                "objection",
                objection.at(),
                null,
                objection.by(),
                null,
                objection.statement(),
                null,
                null,
                objection.files().stream().map(Attached::of).toList(),
                null);
    }
}
