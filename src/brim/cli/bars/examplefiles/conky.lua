-- ~/.config/conky/conky.conf
conky.text = [[
${execi 60 brim status --format plain}
]]
