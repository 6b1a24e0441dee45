package lingdian.agent.seat;

import java.io.IOException;

/** What a terminal knows of itself. It says no more than this: no user, window, process, screen or count. */
public interface Seat {
    /** Another one after each start of the machine. */
    String bootId() throws IOException;

    /** Whether there was any input within the last five minutes. */
    boolean isActive() throws IOException;

    /** That of this machine. */
    static Seat ofThisMachine() throws IOException {
        return System.getProperty("os.name", "").startsWith("Windows")
                ? WindowsSeat.start()
                : LinuxSeat.ofThisMachine();
    }
}
