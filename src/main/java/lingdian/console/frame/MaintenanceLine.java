package lingdian.console.frame;

import java.util.List;
import lingdian.office.cafe.MaintenanceNotice;

/** Work in a café at night that its operator has announced. */
public record MaintenanceLine(String work, String from, String to, String at) {
    public static List<MaintenanceLine> all(List<MaintenanceNotice> notices) {
        return notices.stream().map(MaintenanceLine::of).toList();
    }

    private static MaintenanceLine of(MaintenanceNotice notice) {
        return new MaintenanceLine(
                notice.work(),
                Times.wholeMinute(notice.from()),
                Times.wholeMinute(notice.to()),
                Times.wholeMinute(notice.at()));
    }
}
