package lingdian.conformance;

/**
 * The last character of a citizen's number: MOD 11-2 of GB 11643. Written again here, so that the kit does not share a
 * mistake with the service that it examines.
 */
final class CheckCharacter {
    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CHARACTERS = "10X98765432";

    private CheckCharacter() {}

    /** @param seventeen digits */
    static String completed(String seventeen) {
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += WEIGHTS[i] * (seventeen.charAt(i) - '0');
        }
        return seventeen + CHARACTERS.charAt(sum % 11);
    }

    static boolean isRight(String number) {
        return number.matches("\\d{17}[\\dX]")
                && completed(number.substring(0, 17)).equals(number);
    }
}
