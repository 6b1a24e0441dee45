package lingdian.office.document;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.course.CourseVerb;
import lingdian.law.course.Sanction;
import lingdian.law.course.Trigger;
import lingdian.law.statute.LawText;
import org.jspecify.annotations.Nullable;

/**
 * What documents say of a case. They are given to the room of documents, which looks up nothing about a case itself.
 *
 * @param region of the office that deals with it
 * @param officers who deal with it; documents name the first two
 * @param violations the first of them, and one of each sort, where they are too many to be named
 * @param violationCount of all
 * @param visit the inspection on the spot; null where there was none
 */
public record CaseDescription(
        UUID id,
        Authority authority,
        RegionCode region,
        Party party,
        List<NamedOfficer> officers,
        List<FoundViolation> violations,
        int violationCount,
        @Nullable SiteVisit visit,
        Progress progress) {
    public CaseDescription {
        officers = List.copyOf(officers);
        violations = List.copyOf(violations);
    }

    /** The café, as the register has it. */
    public record Party(
            PlaceCode placeCode,
            String name,
            @Nullable String licence,
            @Nullable String address,
            @Nullable String telephone,
            @Nullable String principal) {
        @Override
        public String toString() {
            return "Party[" + placeCode + "]"; // its principal is a person
        }
    }

    /**
     * An officer by name.
     *
     * @param certificate number of the enforcement certificate
     */
    public record NamedOfficer(String name, @Nullable String certificate) {
        @Override
        public String toString() {
            return "NamedOfficer";
        }
    }

    /**
     * A finding of this case.
     *
     * @param name of the conduct, in Chinese, as documents that are served call it
     * @param endedAt null while it goes on
     * @param facts one sentence of its quantities, in Chinese, without any person; null: none
     * @param breached the articles of the duty that it breaches, as they were on its day
     * @param basis the articles by which it is penalised
     */
    public record FoundViolation(
            String name,
            Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable String facts,
            List<LawText> breached,
            List<LawText> basis) {
        public FoundViolation {
            breached = List.copyOf(breached);
            basis = List.copyOf(basis);
        }

        @Override
        public String toString() {
            return "FoundViolation[" + startedAt + "]";
        }
    }

    /**
     * The inspection on the spot.
     *
     * @param found what was recorded, by the names of documents' fields, such as {@code seatsInUse}
     */
    public record SiteVisit(
            @Nullable Instant from, @Nullable Instant to, Map<String, String> found) {
        public SiteVisit {
            found = Map.copyOf(found);
        }

        @Override
        public String toString() {
            return "SiteVisit"; // what was found may name people
        }
    }

    /**
     * How far the case has come.
     *
     * @param number the office's own; null where it has none
     * @param taken when each action was taken last
     * @param decisionNumber of the decision's document; null where there is none
     */
    public record Progress(
            @Nullable String number,
            @Nullable Trigger trigger,
            Instant openedAt,
            Map<CourseVerb, Instant> taken,
            List<Sanction> sanctions,
            @Nullable String decisionNumber) {
        public Progress {
            taken = Map.copyOf(taken);
            sanctions = List.copyOf(sanctions);
        }
    }

    @Override
    public String toString() {
        return "CaseDescription[" + id + "]"; // it names people
    }
}
