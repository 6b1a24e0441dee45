package lingdian.domain.document;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import lingdian.domain.document.DocumentType.BirthDateIn;
import lingdian.domain.region.Regions;
import org.jspecify.annotations.Nullable;

/**
 * Checks the content of a card (handbook, protocol-messages.md#malformed-documents; Art. 21 and 23 of the Regulation).
 * Pure.
 *
 * <p>It has two halves: {@link #form} makes the checks that hold for every day, the static methods those that depend on
 * the day. So a replay on another day, or a later rule, does not need to open a document again.
 */
public final class DocumentRules {
    /** The warning for a county code that was never in force. Not an error, because no table of them is complete. */
    public static final String REGION_UNKNOWN = "region-unknown";

    private static final int LONGEST_NUMBER = 64;

    private final Regions regions;
    private final DocumentTypes types;

    public DocumentRules(Regions regions, DocumentTypes types) {
        this.regions = regions;
        this.types = types;
    }

    /** The checks that do not depend on the day. */
    public DocumentForm form(Credential credential) {
        return switch (credential) {
            case Document document -> form(document);
            case NetworkIdentity identity -> form(identity);
        };
    }

    private static DocumentForm form(NetworkIdentity identity) {
        Optional<LocalDate> validUntil =
                Optional.ofNullable(identity.validUntil()).flatMap(CalendarDates::iso);
        Optional<LocalDate> birthDate =
                Optional.ofNullable(identity.birthDate()).flatMap(CalendarDates::iso);
        boolean wellFormed = identity.isWellFormed()
                && realIfGiven(identity.validUntil(), validUntil)
                && realIfGiven(identity.birthDate(), birthDate);
        return new DocumentForm(wellFormed, null, identity.adult(), false, validUntil.orElse(null), List.of());
    }

    private DocumentForm form(Document document) {
        Optional<LocalDate> validUntil =
                Optional.ofNullable(document.validUntil()).flatMap(CalendarDates::iso);
        Optional<LocalDate> birthDate =
                Optional.ofNullable(document.birthDate()).flatMap(CalendarDates::iso);
        boolean datesReal =
                realIfGiven(document.validUntil(), validUntil) && realIfGiven(document.birthDate(), birthDate);
        return types.find(document.type())
                .filter(type -> datesReal)
                .flatMap(type -> wellFormed(type, document.number(), birthDate, validUntil.orElse(null)))
                .orElseGet(() -> new DocumentForm(false, null, false, validUntil.orElse(null), List.of()));
    }

    /** The field that makes a document malformed on a day. */
    public enum Fault {
        TYPE,
        NUMBER,
        BIRTH_DATE
    }

    /** The error in a document on a day, for a caller that can correct it; empty if it is not malformed. */
    public Optional<Fault> faultOn(Document document, LocalDate day) {
        Optional<DocumentType> type = types.find(document.type());
        if (type.isEmpty()) {
            return Optional.of(Fault.TYPE);
        }
        DocumentForm form = form(document);
        if (!malformedOn(form, day)) {
            return Optional.empty();
        }
        boolean dateReal = document.birthDate() != null
                && CalendarDates.iso(document.birthDate()).isPresent();
        return switch (type.get().birthDateIn()) {
            case NUMBER -> Optional.of(document.birthDate() == null || dateReal ? Fault.NUMBER : Fault.BIRTH_DATE);
            case FIELD -> Optional.of(dateReal && !form.wellFormed() ? Fault.NUMBER : Fault.BIRTH_DATE);
        };
    }

    /** {@code document-malformed}: not well formed, or a birth date that is after the day. */
    public static boolean malformedOn(DocumentForm form, LocalDate day) {
        if (!form.wellFormed() || form.isNetworkIdentity()) {
            return !form.wellFormed();
        }
        LocalDate birthDate = Objects.requireNonNull(form.birthDate());
        return form.bornBefore() ? !birthDate.isBefore(day) : birthDate.isAfter(day);
    }

    /** {@code document-expired}: the last day of validity is before the day. Applies to malformed documents too. */
    public static boolean expiredOn(DocumentForm form, LocalDate day) {
        return form.validUntil() != null && form.validUntil().isBefore(day);
    }

    /**
     * {@code under-age}: younger than 18 on the day, the 18th birthday not included, or not adult as the identity
     * platform said. Never true of malformed documents.
     */
    public static boolean underAgeOn(DocumentForm form, LocalDate day) {
        Boolean adult = form.adult();
        if (adult != null) {
            return form.wellFormed() && !adult;
        }
        LocalDate birthDate = form.birthDate();
        return birthDate != null && !malformedOn(form, day) && day.isBefore(CalendarDates.adultFrom(birthDate));
    }

    /** The holder's age in full years on the day; null where the document gives no birth date that may be true. */
    public static @Nullable Integer ageOn(DocumentForm form, LocalDate day) {
        LocalDate birthDate = form.birthDate();
        return birthDate == null || malformedOn(form, day) ? null : (int) ChronoUnit.YEARS.between(birthDate, day);
    }

    private static boolean realIfGiven(@Nullable String text, Optional<LocalDate> date) {
        return text == null || date.isPresent();
    }

    private Optional<DocumentForm> wellFormed(
            DocumentType type, String number, Optional<LocalDate> birthDate, @Nullable LocalDate validUntil) {
        return type.birthDateIn() == BirthDateIn.NUMBER
                ? citizen(number, validUntil)
                : other(number, birthDate, validUntil);
    }

    private Optional<DocumentForm> citizen(String number, @Nullable LocalDate validUntil) {
        if (!CitizenNumber.checks(number) || !provinceKnown(number)) {
            return Optional.empty();
        }
        return CitizenNumber.birthDate(number)
                .map(born -> new DocumentForm(true, born, false, validUntil, warnings(number)));
    }

    private boolean provinceKnown(String number) {
        return CitizenNumber.permitOf2023(number) || regions.knownProvince(CitizenNumber.province(number));
    }

    private List<String> warnings(String number) {
        return CitizenNumber.permitOf2023(number) || regions.knownCounty(CitizenNumber.county(number))
                ? List.of()
                : List.of(REGION_UNKNOWN);
    }

    private static Optional<DocumentForm> other(
            String number, Optional<LocalDate> birthDate, @Nullable LocalDate validUntil) {
        return birthDate
                .filter(born -> printable(number))
                .map(born -> new DocumentForm(true, born, true, validUntil, List.of()));
    }

    /**
     * Whether a number has 1 to 64 printable characters. Characters are Unicode code points; printable are all but
     * controls, format characters, surrogates, private-use and unassigned ones, and of the separators only the plain
     * space. A number of blanks alone identifies no document, so it counts as empty.
     */
    private static boolean printable(String number) {
        int length = number.codePointCount(0, number.length());
        return length <= LONGEST_NUMBER
                && !number.isBlank()
                && number.codePoints().allMatch(DocumentRules::printable);
    }

    private static boolean printable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> codePoint == ' ';
            default -> true;
        };
    }
}
