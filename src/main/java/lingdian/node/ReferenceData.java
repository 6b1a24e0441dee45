package lingdian.node;

import lingdian.domain.document.DocumentRules;
import lingdian.domain.document.DocumentTypes;
import lingdian.domain.region.Regions;
import lingdian.law.calendar.WorkCalendar;
import lingdian.law.course.Courses;
import lingdian.law.course.SanctionTables;
import lingdian.law.returns.ReturnForms;
import lingdian.office.document.DocumentTemplates;
import lingdian.office.inspection.PremisesKinds;
import lingdian.platform.ConfigDirectory;

/** Tables of the configuration that more than one module reads. */
record ReferenceData(
        Regions regions,
        DocumentRules documents,
        PremisesKinds premises,
        WorkCalendar calendar,
        Courses courses,
        SanctionTables sanctions,
        ReturnForms returns,
        DocumentTemplates templates) {
    static ReferenceData read(ConfigDirectory config) {
        Regions regions = Regions.read(config.open("regions.csv"), "regions.csv");
        var types = DocumentTypes.read(config.open("document-types.csv"), "document-types.csv");
        return new ReferenceData(
                regions,
                new DocumentRules(regions, types),
                config.read("premises.yaml", PremisesKinds.class),
                CalendarFiles.read(config),
                config.read("casework.yaml", Courses.class),
                config.read("sanctions.yaml", SanctionTables.class),
                config.read("returns.yaml", ReturnForms.class),
                DocumentTemplates.read(config));
    }
}
