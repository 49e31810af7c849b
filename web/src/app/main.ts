/** The app's entry; its pages follow. */
import "../parts/theme.css";
