/** What a shell reads to complete the program's words: it asks the program itself, which knows the file. */
export const scripts = {
  bash: `# Completion of compowarm's words in bash. For this shell:
#   eval "$(compowarm completion bash)"
# For every one, where bash-completion is installed:
#   compowarm completion bash >~/.local/share/bash-completion/completions/compowarm
# and where it is not, put the first line into ~/.bashrc.

_compowarm() {
  local line word
  COMPREPLY=()
  while IFS= read -r line; do
    case $line in
      :files | :folders)
        compopt -o filenames 2>/dev/null
        while IFS= read -r word; do COMPREPLY+=("$word"); done < <(
          [ "$line" = :files ] && compgen -f -- "$2" || compgen -d -- "$2"
        )
        ;;
      *)
        word=\${line%%$'\\t'*}
        case $word in *[=:]) compopt -o nospace 2>/dev/null ;; esac
        COMPREPLY+=("$word")
        ;;
    esac
  done < <("$1" completion --words bash "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _compowarm compowarm
`,
  zsh: `#compdef compowarm
# Completion of compowarm's words in zsh. For this shell, after compinit:
#   source <(compowarm completion zsh)
# For every one: put that line into ~/.zshrc, behind compinit; or, with a folder that is in $fpath before compinit:
#   compowarm completion zsh >~/.zfunc/_compowarm

_compowarm() {
  local line word
  local -a whole open
  for line in "\${(@f)$(\${(Q)words[1]} completion --words zsh "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
    case $line in
      '') ;;
      :files) compset -P '--*='; _files ;;
      :folders) compset -P '--*='; _files -/ ;;
      *)
        word=\${\${line%%$'\\t'*}//:/\\\\:}
        [[ $line = *$'\\t'* ]] && line=:\${line#*$'\\t'} || line=
        if [[ $word = *(=|:) ]]; then open+=("$word$line"); else whole+=("$word$line"); fi
        ;;
    esac
  done
  (( $#whole )) && _describe -V compowarm whole
  (( $#open )) && _describe -V compowarm open -S ''
}
if [ "\${funcstack[1]}" = _compowarm ]; then _compowarm "$@"; else compdef _compowarm compowarm; fi
`,
  fish: `# Completion of compowarm's words in fish. For this shell:
#   compowarm completion fish | source
# For every one:
#   compowarm completion fish >~/.config/fish/completions/compowarm.fish

function __compowarm
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for line in ($words[1] completion --words fish $words[2..-1] "$current" 2>/dev/null)
        switch $line
            case :files
                __compowarm_paths __fish_complete_path "$current"
            case :folders
                __compowarm_paths __fish_complete_directories "$current"
            case '*'
                echo $line
        end
    end
end

function __compowarm_paths -a find current
    set -l flag (string match -r '^--[^=]*=' -- "$current")
    for path in ($find (string replace -- "$flag" '' "$current"))
        echo "$flag$path"
    end
end
complete -c compowarm -f -a '(__compowarm)'
`,
} as const;
