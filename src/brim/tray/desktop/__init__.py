"""What every desktop needs beside an icon and a menu: one module for each duty, with its platforms inside."""
