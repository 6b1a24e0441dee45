package lingdian.console.frame;

/**
 * A file of a form that was not taken, or what is wrong with all of them.
 *
 * @param cause the key of a text
 * @param about the file's name, or a figure about all of them
 * @param figure of this file; empty where there is none
 */
public record RefusedFile(String cause, String about, String figure) {
    String key() {
        return "wrong.file." + cause;
    }

    @Override
    public String toString() {
        return "RefusedFile[" + cause + "]"; // people name files after people
    }
}
