package lingdian.office;

import lingdian.domain.region.Regions;
import lingdian.law.calendar.WorkCalendar;
import lingdian.law.course.Courses;
import lingdian.law.course.SanctionTables;
import lingdian.law.returns.ReturnForms;
import lingdian.office.document.DocumentTemplates;
import lingdian.office.inspection.PremisesKinds;
import lingdian.platform.settings.Settings;

/**
 * What the configuration says about the office.
 *
 * @param regions the names of divisions, for tables
 * @param premises the kinds of premises that are inspected
 * @param calendar the years of working days that the configuration has
 * @param courses of the authorities' cases
 * @param sanctions tiers that offices publish
 * @param returns the forms of what is reported upward
 * @param templates of the documents of cases
 * @param limits of what may be disclosed, and of messages by webhook
 */
public record OfficeSettings(
        Regions regions,
        PremisesKinds premises,
        WorkCalendar calendar,
        Courses courses,
        SanctionTables sanctions,
        ReturnForms returns,
        DocumentTemplates templates,
        Settings.Office limits) {}
