package lingdian.office;

import lingdian.office.inspection.PremisesKinds;
import lingdian.platform.Settings;

/**
 * What the configuration says about the office.
 *
 * @param premises the kinds of premises that are inspected
 * @param privacy limits of what may be disclosed
 * @param notifications where messages by webhook may go, and for how long they are tried
 */
public record OfficeSettings(PremisesKinds premises, Settings.Privacy privacy, Settings.Notifications notifications) {}
