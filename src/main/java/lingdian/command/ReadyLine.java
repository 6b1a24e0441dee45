package lingdian.command;

import lingdian.platform.settings.ListenAddress;

/** The last line of a start, which supervisors and scripts wait for. */
final class ReadyLine {
    private ReadyLine() {}

    static void print(ListenAddress address) {
        if (address.isEveryInterface()) {
            System.out.println("listening on " + address);
        }
        System.out.println("ready " + address.url());
        System.out.flush();
    }
}
