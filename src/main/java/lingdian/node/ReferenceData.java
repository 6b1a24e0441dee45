package lingdian.node;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import lingdian.domain.document.DocumentRules;
import lingdian.domain.document.DocumentTypes;
import lingdian.domain.region.Regions;
import lingdian.law.calendar.WorkCalendar;
import lingdian.law.course.Courses;
import lingdian.law.course.SanctionTables;
import lingdian.law.returns.ReturnForms;
import lingdian.office.document.DocumentTemplates;
import lingdian.office.inspection.PremisesKinds;
import lingdian.platform.settings.ConfigDirectory;
import lingdian.platform.settings.InvalidConfiguration;
import org.jspecify.annotations.Nullable;

/** Tables of the configuration that more than one module reads. */
public record ReferenceData(
        Regions regions,
        DocumentRules documents,
        PremisesKinds premises,
        WorkCalendar calendar,
        Courses courses,
        SanctionTables sanctions,
        ReturnForms returns,
        DocumentTemplates templates) {
    /** @throws InvalidConfiguration listing the mistakes of all tables, each beginning with the file's name */
    public static ReferenceData read(ConfigDirectory config) {
        var mistakes = new ArrayList<String>();
        Regions regions = part(mistakes, () -> config.table("regions.csv", Regions::read));
        DocumentTypes types = part(mistakes, () -> config.table("document-types.csv", DocumentTypes::read));
        PremisesKinds premises = part(mistakes, () -> config.read("premises.yaml", PremisesKinds.class));
        WorkCalendar calendar = part(mistakes, () -> CalendarFiles.read(config));
        Courses courses = part(mistakes, () -> config.read("casework.yaml", Courses.class));
        SanctionTables sanctions = part(mistakes, () -> config.read("sanctions.yaml", SanctionTables.class));
        ReturnForms returns = part(mistakes, () -> config.read("returns.yaml", ReturnForms.class));
        DocumentTemplates templates = part(mistakes, () -> DocumentTemplates.read(config));
        if (!mistakes.isEmpty()) {
            throw new InvalidConfiguration(mistakes);
        }
        Regions known = requireNonNull(regions);
        return new ReferenceData(
                known,
                new DocumentRules(known, requireNonNull(types)),
                requireNonNull(premises),
                requireNonNull(calendar),
                requireNonNull(courses),
                requireNonNull(sanctions),
                requireNonNull(returns),
                requireNonNull(templates));
    }

    private static <T> @Nullable T part(List<String> mistakes, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (InvalidConfiguration wrong) {
            mistakes.addAll(wrong.mistakes());
            return null;
        }
    }
}
