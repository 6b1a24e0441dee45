package lingdian.console.frame;

import java.time.OffsetDateTime;
import java.util.List;
import lingdian.office.cafe.MaintenanceNotice;

/** Work in a café at night that its operator has announced. */
public record MaintenanceLine(String work, OffsetDateTime from, OffsetDateTime to, OffsetDateTime at) {
    public static List<MaintenanceLine> all(List<MaintenanceNotice> notices) {
        return notices.stream().map(MaintenanceLine::of).toList();
    }

    private static MaintenanceLine of(MaintenanceNotice notice) {
        return new MaintenanceLine(notice.work(), notice.from(), notice.to(), notice.at());
    }
}
