package lingdian.office;

import lingdian.office.inspection.PremisesKinds;
import lingdian.platform.Settings;

/**
 * What the configuration says about the office.
 *
 * @param premises the kinds of premises that are inspected
 * @param limits of what may be disclosed, and of messages by webhook
 */
public record OfficeSettings(PremisesKinds premises, Settings.Office limits) {}
