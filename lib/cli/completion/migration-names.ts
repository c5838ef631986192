/**
 * Function of bash and zsh that prints the names of the migrations: it reads a directory, and starts nothing. Other names
 * are left out, because bash would expand them.
 */
export const MIGRATION_NAMES_FUNCTION = `_coodie_migrations() {
  local directory file
  for directory in "\${COODIE_MIGRATIONS_DIR:-migrations}" src/migrations; do
    [ -d "$directory" ] || continue
    for file in "$directory"/*; do
      case "$file" in
        *.d.ts | *.map) ;;
        */[0-9]*_*.cql | */[0-9]*_*.ts | */[0-9]*_*.js | */[0-9]*_*.mjs | */[0-9]*_*.cjs)
          file="\${file##*/}"
          file="\${file%.*}"
          case "$file" in *[!A-Za-z0-9_-]*) ;; *) printf '%s\\n' "$file" ;; esac
          ;;
      esac
    done
    return
  done
}`;
